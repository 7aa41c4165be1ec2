import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// Several files share two cores and one PostgreSQL: the slowest journey sets this. Three leave them no moment idle.
const patience = 90_000;

export default defineConfig({
	plugins: [sveltekit()],
	test: {
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		globalSetup: ['tests/support/cluster.ts'],
		testTimeout: patience,
		hookTimeout: patience,
		maxWorkers: 3
	}
});

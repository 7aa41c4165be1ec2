import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const hundredSeconds = 100_000;

export default defineConfig({
	plugins: [sveltekit()],
	test: {
		// Several files share two cores and one PostgreSQL: the slowest journey sets these.
		testTimeout: hundredSeconds,
		hookTimeout: hundredSeconds,
		maxWorkers: 2,
		globalSetup: ['tests/support/cluster.ts'],
		projects: [
			{
				extends: true,
				test: { name: 'pure', include: ['src/**/*.test.ts', 'tests/architecture.test.ts'] }
			},
			{ extends: true, test: { name: 'database', include: ['tests/database/**/*.test.ts'] } },
			{ extends: true, test: { name: 'attacks', include: ['tests/attacks/**/*.test.ts'] } },
			{ extends: true, test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'] } }
		]
	}
});

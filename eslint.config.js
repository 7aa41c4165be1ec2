import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-non-null-assertion': 'off',
			'no-undef': 'off',
			eqeqeq: 'error',
			'prefer-const': 'error'
		}
	},
	{
		files: ['src/lib/server/**', 'src/routes/**'],
		rules: { 'no-console': 'error' }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// Links are plain paths; the product is always served from the root of its origin.
			'svelte/no-navigation-without-resolve': 'off'
		}
	}
);

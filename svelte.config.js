import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ precompress: true }),
		// One response per page: what a page needs of its style travels inside it.
		inlineStyleThreshold: 12_000,
		// The origin check is src/lib/server/origin.ts: Kit's own cannot make exceptions by route
		// and is off during development.
		csrf: { trustedOrigins: ['*'] },
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		typescript: {
			config: (config) => ({
				...config,
				include: [...config.include, '../tests/**/*.ts', '../src/**/*.ts']
			})
		}
	}
};

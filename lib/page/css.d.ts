/** Style sheets are bundled, and say nothing to TypeScript. */
declare module '*.css';

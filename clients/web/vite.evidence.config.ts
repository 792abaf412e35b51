import { defineConfig } from 'vite';

if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

/** The script of evidence pages: one file that needs nothing else, beside the web app that was built before. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist/evidence-page',
    emptyOutDir: true,
    target: 'es2023',
    copyPublicDir: false,
    lib: {
      entry: 'src/evidence-page/page.ts',
      formats: ['iife'],
      name: 'evidence',
      fileName: () => 'page.js',
    },
  },
});

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.COUNTERSIGN_ADDRESS ?? 'http://127.0.0.1:4180';

// A build is for production, whatever runs it: a test runner's environment would ship React's development form, half as large again.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

/** The server serves `dist` at `/`; in development Vite serves the app and hands everything else to a running server. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of its own: the content security policy allows no `data:` scripts, and no inline preload polyfill.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    port: 4181,
    proxy: Object.fromEntries(['/api', '/auth', '/ledger', '/openai'].map((path) => [path, server])),
  },
});

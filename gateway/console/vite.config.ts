import { defineConfig } from 'vite';

// The bundle is committed where the gateway embeds it, under names that stay, so that building the gateway needs the .NET SDK alone.
// It is served with a policy that allows its own files only: no inline script, no inline style, nothing from outside.
export default defineConfig({
  base: './',
  build: {
    outDir: '../EdgeWarning.Gateway/Console/www',
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: 'console.js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' } },
    target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 300,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/health': 'http://127.0.0.1:8080' } },
});

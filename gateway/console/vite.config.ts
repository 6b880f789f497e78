import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** Writes worker.js with the names and seals of all files of this build: another build is another worker, and its files are taken together or not at all. */
function worker(): Plugin {
  return {
    name: 'worker', apply: 'build',
    writeBundle({ dir }) {
      const seals = Object.fromEntries(readdirSync(dir!).filter((name) => name !== 'worker.js').sort().map((name) => [name, createHash('sha256').update(readFileSync(join(dir!, name))).digest('hex')]));
      const version = createHash('sha256').update(JSON.stringify(seals)).digest('hex').slice(0, 12);
      const source = readFileSync(join(import.meta.dirname, 'src/worker.js'), 'utf8');
      writeFileSync(join(dir!, 'worker.js'), source.replace('%VERSION%', version).replace('{}; // %FILES%', `${JSON.stringify(seals, null, 2)};`));
    },
  };
}

// The bundle is committed where the gateway embeds it, under names that stay, so that building the gateway needs the .NET SDK alone.
// It is served with a policy that allows its own files only: no inline script, no inline style, nothing from outside.
export default defineConfig({
  base: './',
  plugins: [worker()],
  build: {
    outDir: '../EdgeWarning.Gateway/Console/www',
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: 'console.js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' } },
    target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 400,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/health': 'http://127.0.0.1:8080', '/tiles': 'http://127.0.0.1:8080' } },
});

import { defineConfig } from 'vite';

export default defineConfig({
  base: '/local-teams/',
  build: { outDir: '../../../../dist/local-teams', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1000 },
});

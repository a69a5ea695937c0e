import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/tab/',
  plugins: [react()],
  build: { outDir: '../dist/tab', emptyOutDir: true, target: 'es2023', manifest: true },
});

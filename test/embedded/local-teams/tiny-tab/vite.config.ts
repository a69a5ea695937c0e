import { defineConfig } from 'vite';

export default defineConfig({ base: '/tab/', build: { target: 'es2023', chunkSizeWarningLimit: 2000 } });

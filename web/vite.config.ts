import { globSync } from "node:fs"
import { defineConfig } from "vitest/config"

// One entry a page; the server finds the built names in the manifest and makes the HTML shell itself.
const PAGES = globSync("*/main.tsx", { cwd: import.meta.dirname })

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: "../src/sprue/server/static/dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    rollupOptions: {
      input: [...PAGES, "terminal/worker.ts"],
      // The browser asks for the service worker by one name for ever: the server gives it as /terminal/worker.js.
      output: { entryFileNames: ({ facadeModuleId }) => (facadeModuleId?.endsWith("/terminal/worker.ts") ? "worker.js" : "assets/[name]-[hash].js") },
    },
  },
  test: {
    globals: true,
    include: ["../tests/web/**/*.test.ts"],
    server: { deps: { inline: [/.*/] } },
  },
})

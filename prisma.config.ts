import { defineConfig } from 'prisma/config'

// `prisma generate` needs no engine, but looks for one to download. Naming any program keeps it offline.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })

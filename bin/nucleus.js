#!/usr/bin/env node
// The program runs from its TypeScript source.
import { register } from 'tsx/esm/api'

register()
await import('../src/cli.ts')

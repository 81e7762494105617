import { hydratePage } from '../ui/hydrate.tsx'
import { Bench } from './bench.tsx'

hydratePage(Bench, 'lab-root')

import { hydratePage } from '../ui/hydrate.tsx'
import { ClassPage } from './page.tsx'

hydratePage(ClassPage)

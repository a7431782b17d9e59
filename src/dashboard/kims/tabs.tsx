import { Tabs } from '../ui/parts.tsx'

const TABS = [
  { label: 'Daftar', path: '/kim' },
  { label: 'Grup menunggu', path: '/kim/grup' },
  { label: 'Cakupan', path: '/kim/cakupan' },
  { label: 'Konfirmasi', path: '/kim/konfirmasi' },
  { label: 'Impor & ekspor', path: '/kim/impor' },
]

/** The parts of the section. */
export const KimTabs = ({ current }: { current: string }) => <Tabs tabs={TABS} current={current} />

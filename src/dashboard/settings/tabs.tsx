import { Tabs } from '../ui/parts.tsx'

/** The parts of Pengaturan. Rules and topics are the province's. */
export function SettingsTabs({ current, hasRules }: { current: string; hasRules: boolean }) {
  const tabs = [
    { label: 'Petugas', path: '/pengaturan' },
    ...(hasRules
      ? [
          { label: 'Aturan', path: '/pengaturan/aturan' },
          { label: 'Topik', path: '/pengaturan/topik' },
        ]
      : []),
  ]
  return <Tabs tabs={tabs} current={current} />
}

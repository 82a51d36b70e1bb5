import { Smartphone } from 'lucide-react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useDeskState } from '../state/desk-context.ts';
import type { Script } from '../state/use-script.ts';
import { useText } from '../text.ts';
import { Brief } from './Brief.tsx';
import { BundleGraphView } from './BundleGraphView.tsx';
import styles from './CaseColumn.module.css';
import { CaseDetail } from './CaseDetail.tsx';
import { FollowUps } from './FollowUps.tsx';
import { Notices } from './Notices.tsx';
import { OpenOther } from './OpenOther.tsx';
import { Post } from './Post.tsx';
import { ScriptBox } from './ScriptBox.tsx';
import { TimelineList } from './TimelineList.tsx';
import { NoteForm } from './WrapUpPanel.tsx';

export type CaseTab = 'cases' | 'post' | 'timeline' | 'summary';
const TABS: readonly CaseTab[] = ['cases', 'post', 'timeline', 'summary'];

export interface CaseColumnProps {
  readonly tab: CaseTab;
  readonly onTab: (tab: CaseTab) => void;
  readonly script: Script | null;
}

/** Right: the visit that is served (or was, while its notes are finished); without one, what is owed to others. */
export function CaseColumn({ tab, onTab, script }: CaseColumnProps) {
  const t = useText();
  const common = useCommonText();
  const { call, wrapUp, home } = useDeskState();
  // Who watches looks on; the case is its agents'.
  const watches = home?.agent.role === 'supervisor';
  const place = call ?? wrapUp;
  if (!place) {
    return (
      <aside className={styles.column} aria-label={t('case.column')}>
        <Notices />
        <FollowUps />
        <p className={styles.empty}>{t('case.emptyColumn')}</p>
      </aside>
    );
  }
  const { visit, booth, timeline } = place;
  // After a call the summary stands in the middle of the desk.
  const tabs = TABS.filter((one) => one !== 'summary' || (call !== null && !watches));
  return (
    <aside className={styles.column} aria-label={t('case.column')}>
      <div className={styles.head}>
        <div className={styles.title}>
          <h2>{t('case.visit', { number: visit.number })}</h2>
          <span className={styles.soft}>{common(`language.${visit.language}`)}</span>
        </div>
        <div className={styles.title}>
          <span className={styles.soft}>{booth.name}</span>
          <StateBadge state={visit.phoneConnected ? 'ok' : 'off'}>
            <Smartphone aria-hidden className={styles.phone} />
            {visit.phoneConnected ? t('case.phoneOn') : t('case.phoneOff')}
          </StateBadge>
        </div>
      </div>
      <Notices />
      <Tabs
        className={styles.tabs}
        selectedKey={tabs.includes(tab) ? tab : 'cases'}
        onSelectionChange={(key) => onTab(key as CaseTab)}
      >
        <TabList className={styles.tabList} aria-label={t('case.column')}>
          {tabs.map((one) => (
            <Tab key={one} id={one} className={styles.tab}>
              {t(`case.tab.${one}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="cases" className={styles.panel}>
          <Brief visit={visit} />
          <BundleGraphView visit={visit} />
          <CaseDetail visit={visit} />
          {!watches && <OpenOther visit={visit} />}
        </TabPanel>
        <TabPanel id="post" className={styles.panel}>
          <Post visit={visit} />
        </TabPanel>
        <TabPanel id="timeline" className={styles.panel}>
          <TimelineList visit={visit} timeline={timeline} />
        </TabPanel>
        {tabs.includes('summary') && (
          <TabPanel id="summary" className={styles.panel}>
            <p className={styles.soft}>{t('wrapUp.inCall')}</p>
            <NoteForm visitId={visit.id} title={`${booth.name} ${visit.number}`} />
          </TabPanel>
        )}
      </Tabs>
      {script && <ScriptBox script={script} />}
    </aside>
  );
}

import { Smartphone } from 'lucide-react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import { BundleGraphView } from './BundleGraphView.tsx';
import styles from './CaseColumn.module.css';
import { CaseDetail } from './CaseDetail.tsx';
import { Notices } from './Notices.tsx';
import { OpenOther } from './OpenOther.tsx';
import { Post } from './Post.tsx';
import { TimelineList } from './TimelineList.tsx';

export type CaseTab = 'cases' | 'post' | 'timeline';

export interface CaseColumnProps {
  readonly tab: CaseTab;
  readonly onTab: (tab: CaseTab) => void;
}

/** Right: the visit that is served (or was, while its notes are finished): cases, post, what happened. */
export function CaseColumn({ tab, onTab }: CaseColumnProps) {
  const t = useText();
  const common = useCommonText();
  const { call, wrapUp } = useDeskState();
  const place = call ?? wrapUp;
  if (!place) {
    return (
      <aside className={styles.column} aria-label={t('case.column')}>
        <Notices />
        <p className={styles.empty}>{t('case.emptyColumn')}</p>
      </aside>
    );
  }
  const { visit, booth, timeline } = place;
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
      <Tabs className={styles.tabs} selectedKey={tab} onSelectionChange={(key) => onTab(key as CaseTab)}>
        <TabList className={styles.tabList} aria-label={t('case.column')}>
          <Tab id="cases" className={styles.tab}>
            {t('case.tabCases')}
          </Tab>
          <Tab id="post" className={styles.tab}>
            {t('case.tabPost')}
          </Tab>
          <Tab id="timeline" className={styles.tab}>
            {t('case.tabTimeline')}
          </Tab>
        </TabList>
        <TabPanel id="cases" className={styles.panel}>
          <BundleGraphView visit={visit} />
          <CaseDetail visit={visit} />
          <OpenOther visit={visit} />
        </TabPanel>
        <TabPanel id="post" className={styles.panel}>
          <Post visit={visit} />
        </TabPanel>
        <TabPanel id="timeline" className={styles.panel}>
          <TimelineList visit={visit} timeline={timeline} />
        </TabPanel>
      </Tabs>
    </aside>
  );
}

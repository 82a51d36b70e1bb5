import { useEffect, useRef } from 'react';
import { classes } from '../../../ui/classes.ts';
import type { Page } from '../../paper/page-list.ts';
import { useCapture } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import styles from './PageStrip.module.css';

/** How a page is called: by its number, and by its side when it is one of a card's. */
export function usePageName(): (page: Page, number: number) => string {
  const t = useText();
  return (page, number) => {
    const name = t('capture.page', { number });
    return page.side === null ? name : `${name} · ${t(`capture.side.${page.side}`)}`;
  };
}

/** The pages taken so far, in their order; each opens large. */
export function PageStrip({ onOpen }: { onOpen: (key: string) => void }) {
  const { list, previews } = useCapture();
  const t = useText();
  const nameOf = usePageName();
  const strip = useRef<HTMLUListElement>(null);
  const count = list.pages.length;
  // The page that was taken last is seen.
  useEffect(() => {
    if (count > 0) strip.current?.scrollTo({ left: strip.current.scrollWidth });
  }, [count]);
  if (count === 0) return null;
  return (
    <ul ref={strip} className={styles.strip} aria-label={t('capture.pages')}>
      {list.pages.map((page, index) => (
        <li key={page.key}>
          <button
            type="button"
            className={classes(styles.page, page.key === list.replacing && styles.replacing)}
            data-page={index + 1}
            data-state={page.state}
            aria-label={`${nameOf(page, index + 1)}，${t(`capture.${page.state}`)}`}
            onClick={() => onOpen(page.key)}
          >
            <img src={previews.get(page.key)} alt="" />
            <span className={classes(styles.number, (page.state === 'failed' || page.flaw) && styles.flawed)}>
              {index + 1}
              {page.side !== null && ` ${t(`capture.side.${page.side}`)}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

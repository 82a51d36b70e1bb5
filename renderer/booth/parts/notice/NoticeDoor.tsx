import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/components/Button.tsx';
import { ClipboardList } from '../../../ui/icons.ts';
import { useBooth } from '../../state/context.ts';
import { newestNotices } from '../../state/notices.ts';
import { useText } from '../../state/text.ts';
import { NoticeSheet } from './NoticeSheet.tsx';

/** The way to what is missing, one for each case that was told of; a notice that is given while the screen is there opens by itself. */
export function NoticeDoor() {
  const { state } = useBooth();
  const t = useText();
  const notices = newestNotices(state.visit);
  const [openId, setOpenId] = useState<string | null>(null);
  const known = useRef<ReadonlySet<string>>(new Set(notices.map(({ id }) => id)));
  const fresh = notices.find(({ id }) => !known.current.has(id))?.id;
  useEffect(() => {
    if (fresh === undefined) return;
    known.current = new Set([...known.current, fresh]);
    setOpenId(fresh);
  }, [fresh]);
  const open = notices.find(({ id }) => id === openId);
  return (
    <>
      {notices.map((notice) => (
        <Button
          key={notice.id}
          wide
          icon={<ClipboardList aria-hidden />}
          data-action="open-notice"
          onPress={() => setOpenId(notice.id)}
        >
          {t('missing.door', { count: notice.items.length })}
        </Button>
      ))}
      {open && <NoticeSheet notice={open} onClose={() => setOpenId(null)} />}
    </>
  );
}

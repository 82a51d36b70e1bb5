import { useEffect, useState } from 'react';

/** How a desk may call for somebody who looks elsewhere; each can be stopped by itself. */
export const ALERTS = ['sound', 'flash', 'notification'] as const;
export type Alert = (typeof ALERTS)[number];
export type Alerts = Readonly<Record<Alert, boolean>>;

const keyOf = (alert: Alert) => `xiaowu.agent.${alert}`;
/** A browser asks before it lets a page notify; the others need no leave. */
const DEFAULTS: Alerts = { sound: true, flash: true, notification: false };

function load(): Alerts {
  const wanted = (alert: Alert) => {
    const kept = localStorage.getItem(keyOf(alert));
    return kept === null ? DEFAULTS[alert] : kept === 'on';
  };
  return { sound: wanted('sound'), flash: wanted('flash'), notification: wanted('notification') && mayNotify() };
}

function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

/** What calls, and how to change it. Turning notifications on asks the browser; it may say no, and then they stay off. */
export function useAlerts(): { readonly alerts: Alerts; set(alert: Alert, on: boolean): Promise<void> } {
  const [alerts, setAlerts] = useState(load);
  return {
    alerts,
    async set(alert, on) {
      const granted =
        alert !== 'notification' ||
        !on ||
        ('Notification' in window && (await Notification.requestPermission()) === 'granted');
      const next = on && granted;
      localStorage.setItem(keyOf(alert), next ? 'on' : 'off');
      setAlerts((before) => ({ ...before, [alert]: next }));
    },
  };
}

const FLASH_MS = 800;

/** Alternates the tab's title while `text` is set and the page is hidden. */
export function useTitleFlash(title: string, text: string | null): void {
  useEffect(() => {
    document.title = title;
    if (text === null) return;
    let on = false;
    const timer = setInterval(() => {
      on = document.hidden && !on;
      document.title = on ? text : title;
    }, FLASH_MS);
    return () => {
      clearInterval(timer);
      document.title = title;
    };
  }, [title, text]);
}

/** Shows a notification of the system while `text` is set and the page is hidden; a press on it brings the page up. */
export function useNotification(title: string, text: string | null): void {
  useEffect(() => {
    if (text === null || !document.hidden || !mayNotify()) return;
    const shown = new Notification(title, { body: text, tag: 'xiaowu-offer', requireInteraction: true });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => shown.close();
  }, [title, text]);
}

const RING_EVERY_MS = 1_600;
/** Two soft tones, a fourth apart: heard in an office, startling nobody. */
const TONES_HZ = [523, 698] as const;
const TONE_S = 0.16;

/** Rings while wanted. A browser that has not been touched yet stays silent; the picture and the title still call. */
export function useRing(ringing: boolean): void {
  useEffect(() => {
    if (!ringing) return;
    const context = new AudioContext();
    const ring = () => {
      TONES_HZ.forEach((frequency, index) => {
        const oscillator = context.createOscillator();
        const gain = context.createGain();
        const startS = context.currentTime + index * TONE_S;
        oscillator.frequency.value = frequency;
        gain.gain.setValueAtTime(0, startS);
        gain.gain.linearRampToValueAtTime(0.12, startS + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.001, startS + TONE_S);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(startS);
        oscillator.stop(startS + TONE_S);
      });
    };
    ring();
    const timer = setInterval(ring, RING_EVERY_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [ringing]);
}

import type { BoothHandler } from './context.ts';

export const channel = 'pages.arrange';

/** How the pages of a document stand, as the citizen ordered them. */
export const handler: BoothHandler<typeof channel> = ({ document }, { core }) => core.stills.arrange(document);

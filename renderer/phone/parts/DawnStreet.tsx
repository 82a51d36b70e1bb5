import styles from './picture.module.css';

/** The street before sunrise with the one lit house: what the citizen is looking for, or stands before. */
export function DawnStreet() {
  return (
    <svg className={styles.street} viewBox="0 0 350 150" aria-hidden="true" preserveAspectRatio="xMidYMax slice">
      <defs>
        <linearGradient id="dawn-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#0f3a44" />
          <stop offset="0.55" stopColor="#5d7474" />
          <stop offset="0.82" stopColor="#f3b98c" />
          <stop offset="1" stopColor="#ffd9b5" />
        </linearGradient>
      </defs>
      <path fill="url(#dawn-sky)" d="M0 0h350v150H0z" />
      <circle cx="262" cy="122" r="26" fill="#ffe3c4" />
      <path
        fill="#123942"
        opacity="0.55"
        d="M0 84h34V66h26v28h30V58h40v40h28V78h24v30h40V88h30v22h26V72h34v24h38v54H0z"
      />
      <path fill="#0c2c35" d="M0 108h46V92h34v26h52v-12h28v16h70v-14h44v10h36V98h40v52H0z" />
      <path fill="#17232b" d="M0 134h350v16H0z" />
      <g>
        <path fill="#0a4347" d="M150 72l28-14 28 14v64h-56z" />
        <path fill="#ffe9d3" d="M157 80h42v56h-42z" />
        <path fill="#ffc08f" d="M157 80h42v14h-42z" />
        <path fill="#0a4347" d="M177 80h2v56h-2z" />
        <path fill="#0a4347" d="M172 108h2v10h-2zm10 0h2v10h-2z" />
        <path fill="#ffc08f" opacity="0.35" d="M150 136h56l26 14H124z" />
      </g>
      <g fill="#ffd9a8">
        <path d="M14 98h5v5h-5zm12 12h5v5h-5zm268 4h5v5h-5zm24-10h5v5h-5z" opacity="0.8" />
      </g>
    </svg>
  );
}

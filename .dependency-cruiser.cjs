/** The arrows of the house: renderer and electron → papers; all → contracts; electron → native. */
const only = (from, allowed) => ({
  name: `${from}-imports-only`,
  severity: 'error',
  comment: `${from}/ may import ${allowed.join(', ') || 'nothing'} of ours.`,
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: '^(contracts|electron|native|papers|renderer|server|scripts|test)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contracts', []),
    only('native', ['contracts']),
    only('server', ['contracts']),
    only('papers', ['contracts']),
    only('renderer', ['contracts', 'papers']),
    only('electron', ['native', 'contracts', 'papers']),
    {
      name: 'audiences-apart',
      severity: 'error',
      comment: 'No audience of the renderer imports another; they share ui, call and bench.',
      from: { path: '^renderer/(booth|agent|phone|technician)/' },
      to: { path: '^renderer/(booth|agent|phone|technician)/', pathNot: '^renderer/$1/' },
    },
    {
      name: 'shared-renderer-parts',
      severity: 'error',
      comment: 'ui, call and bench know no audience; call knows no React.',
      from: { path: '^renderer/(ui|call|bench)/' },
      to: { path: '^renderer/(booth|agent|phone|technician)/' },
    },
    {
      name: 'bench-of-technicians',
      severity: 'error',
      comment: "The technician's bench stands on two screens only, and stands on ui alone.",
      from: { path: '^renderer/(agent|phone|ui|call)/' },
      to: { path: '^renderer/bench/' },
    },
    {
      name: 'calls-without-react',
      severity: 'error',
      from: { path: '^renderer/call/' },
      to: { path: 'node_modules/(react|react-dom|react-aria-components)/' },
    },
    {
      name: 'simulators-stay-out',
      severity: 'error',
      comment: 'Production code never imports a simulator.',
      from: { path: '^(electron|server|renderer|native)/', pathNot: '^native/simulators/|\\.test\\.tsx?$' },
      to: { path: '^native/simulators/' },
    },
    {
      name: 'papers-are-arithmetic',
      severity: 'error',
      comment: 'papers/ is shared by pages and processes: no DOM library, no I/O.',
      from: { path: '^papers/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'native-without-electron',
      severity: 'error',
      from: { path: '^(native|server|contracts|renderer)/' },
      to: { path: 'node_modules/electron/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

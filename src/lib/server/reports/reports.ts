// Reports: read-only views over everything. Reads every table, writes none. Figures come with n and an
// interval; no contact and no rep's name leaves this room.
export { exportAnswers, exportFormats, type ExportFormat } from './exporting.ts';
export { readQuestions, type ReadableQuestion } from './questions.ts';
export { readRecovery, type Effect, type InTime } from './recovery.ts';
export { readBreakdown, type Breakdown } from './breakdown.ts';
export { compareFigures, type Comparison } from './comparing.ts';
export { readFigures, type Figures, type FigureSeries } from './figures.ts';
export { readOverview, type Happening, type Standing } from './overview.ts';
export { listTags, readAnswer, readAnswers, type AnswerRow } from './answers.ts';
export { onlies, readAnswerFilters, type AnswerFilters, type Only } from './answer-filters.ts';
export { readBoard, readFinding, readProduct, type Counted } from './products.ts';
export { readFilters, readPeriod, type Filters } from './filters.ts';
export { isGrouping, readChoices, tallyOf, type Grouping } from './tallies.ts';
export { readForPreview } from './preview.ts';
export { readSetAside, type SetAsideRow } from './set-aside.ts';
export {
	coverageBy,
	endings,
	funnelOf,
	groupings,
	readCoverage,
	readInteractions,
	type Coverage,
	type CoverageFilters,
	type CoverageGroup,
	type Ending,
	type Funnel,
	type GroupBy
} from './coverage.ts';
export { coveragePage, coverageFields } from './coverage-api.ts';
export { answerFields, answersPage, caseFields, casesPage, metricFields, metricsPage } from './api.ts';
export { readLeaving } from './leaving.ts';
export { readPromises, type PromiseGroup } from './promises.ts';
export { readThemes, type Theme } from './themes.ts';
export { periodBefore } from './periods.ts';

// Reports: read-only views over everything. Reads every table, writes none. Figures come with n and an
// interval; no contact and no rep's name leaves this room.
export { readFigures, type Figures, type FigureSeries } from './figures.ts';
export { readAnswer, readAnswers, type AnswerRow } from './answers.ts';
export { readBoard, readFinding, readProduct, type Counted } from './products.ts';
export { readFilters, type Filters } from './filters.ts';
export { readChoices } from './queries.ts';
export { readForPreview } from './preview.ts';
export { countSetAside, readSetAside, type SetAsideRow } from './set-aside.ts';
export {
	coverageBy,
	endings,
	funnelOf,
	groupings,
	leastPerRep,
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

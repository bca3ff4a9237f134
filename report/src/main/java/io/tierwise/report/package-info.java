/// What a reader gets of a study: one page, tables for programs, and the answer on a terminal.
///
/// [Report#write] writes four files from a [io.tierwise.study.StudyRecord] and an
/// [io.tierwise.advice.Advice]; [AnswerText] is the same answer for a terminal, on top of [TextTable].
/// Nothing is computed here that could change the answer: ranks, intervals, verdicts and reasons come
/// from advice; this module only chooses what stands where.
///
/// | file | is | made by |
/// |---|---|---|
/// | `report.html` | the page, which needs no other file and no network | `Page` |
/// | `observations.csv` | every trial, in nanoseconds | `Tables` |
/// | `strategies.csv` | every strategy with its figures, every digit | `Tables` |
/// | `advice.json` | the answer for programs | `AdviceJson` |
///
/// **The page** is a template (`src/main/jte/page.jte`, compiled with this package) over sections. Each
/// section is a record of text that is ready to be shown (`AnswerSection`, `StandingsSection`,
/// `StripSection`, `PhaseSection`, `ChainSection`, `DetailSection`, `MethodSection`) and has a template
/// of its own. Strips, stacks and the model's chain are plain HTML, so that they print, wrap on a
/// telephone and need no script; the accuracy-latency picture is drawn by Vega-Lite from aggregates in
/// `ChartData`.
///
/// **A comparison of two sides** has formats of its own: [GateText] and [GateJson], [GateJunit] and
/// [GateMarkdown] for continuous integrations, [ReplayText] for a study carried out again.
///
/// **Text from outside** (file names, strategies, sample ids, messages) is hostile. Templates escape
/// all of it; JSON inside the page goes through `EmbeddedJson`; the page's Content-Security-Policy
/// names the hashes of its own scripts and style sheet and forbids everything else, and Vega interprets
/// its expressions instead of evaluating text. On a terminal control characters are replaced.
///
/// **Numbers** get their digits and units from [Digits] and nowhere else; exports keep every digit.
@NullMarked
package io.tierwise.report;

import org.jspecify.annotations.NullMarked;

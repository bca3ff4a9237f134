package io.tierwise.cli;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.report.AdviceJson;
import io.tierwise.report.AnswerText;
import io.tierwise.study.StudyRecord;

/// Prints an answer and gives it its exit code.
final class Answers {
    private Answers() {}

    static void print(StudyRecord record, Advice advice, Console console, OutputFormat format) {
        console.result(
                switch (format) {
                    case text -> AnswerText.of(record, advice, console.columns(), console.color());
                    case json -> AdviceJson.text(record, advice);
                });
    }

    static ExitCode exitCode(Decision decision) {
        return switch (decision) {
            case Decision.Chosen chosen -> ExitCode.OK;
            case Decision.Undecided undecided -> ExitCode.INCONCLUSIVE;
            case Decision.Infeasible infeasible -> ExitCode.INFEASIBLE;
        };
    }
}

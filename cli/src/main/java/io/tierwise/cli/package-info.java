/// The command line: every command, the wiring between the modules, and the exit codes.
///
/// [Main] starts it, on the [Surroundings] of the process or of a test. Each command is one class named
/// after it (`DemoCommand`, `RunCommand`, ...), holds its options as picocli fields, calls the modules,
/// and prints a [Result] through [Console]: results on standard output, progress and logs on standard
/// error. What commands share is written once: [CommonOptions] for all, [StudyOptions] where a study is
/// carried out, [ModelCommand] with its [SampleOptions] for one model, [TransformCommand] where that is
/// changed, [GateOptions] where a candidate is held against a baseline.
///
/// A command never calls `System.exit`: it returns an [ExitCode], or throws. [Failures] turns an
/// exception of any module into the sentence the user reads and the code the shell sees; of command
/// lines that cannot be understood [UsageErrors] says what was probably meant:
///
/// | code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | internal error: our fault |
/// | 2 | usage, configuration, malformed or missing file |
/// | 3 | a gate failed, or no strategy meets the goals |
/// | 4 | inconclusive: the samples cannot decide |
/// | 5 | the environment lacks something |
/// | 130 | interrupted; resumable where the command says so |
@NullMarked
package io.tierwise.cli;

import org.jspecify.annotations.NullMarked;

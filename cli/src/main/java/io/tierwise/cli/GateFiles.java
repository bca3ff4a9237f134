package io.tierwise.cli;

import io.tierwise.advice.GateResult;
import io.tierwise.report.GateJunit;
import io.tierwise.report.GateMarkdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The files a comparison leaves for a continuous integration.
final class GateFiles {
    @Option(
            names = "--junit-xml",
            paramLabel = "FILE",
            description = "Write the verdicts as JUnit XML too: a test case a strategy, inconclusive ones skipped.")
    private @Nullable Path junit;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Append the verdicts as a Markdown table to this file, such as $GITHUB_STEP_SUMMARY.")
    private @Nullable Path markdown;

    /// Refuses before anything is measured what could not be written afterwards.
    void check() {
        for (Path file : new @Nullable Path[] {junit, markdown}) {
            if (file != null && Files.isDirectory(file)) {
                throw new UsageException(file + " is a folder: name a file to write.");
            }
        }
    }

    void write(GateResult result, Console console) {
        try {
            if (junit != null) {
                Files.writeString(junit, GateJunit.of(result));
                console.wrote(junit);
            }
            if (markdown != null) {
                Files.writeString(
                        markdown, GateMarkdown.of(result), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                console.wrote(markdown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

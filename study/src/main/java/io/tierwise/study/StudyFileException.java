package io.tierwise.study;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A study file that cannot be used, with everything that is wrong in it. The user's configuration is
/// at fault.
///
/// The message has one line a fault: `STUDY.yaml:4:9: unknown key 'tresholds'...`.
public final class StudyFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// One thing wrong.
    ///
    /// @param line from 1; 0 where the file as a whole is at fault
    /// @param column from 1; 0 where the file as a whole is at fault
    /// @param message what was found and what would do
    public record Fault(int line, int column, String message) {}

    private final transient Path file;
    private final transient List<Fault> faults;

    StudyFileException(Path file, List<Fault> faults) {
        super(faults.stream().map(fault -> text(file, fault)).collect(Collectors.joining("\n")));
        this.file = file;
        this.faults = List.copyOf(faults);
    }

    StudyFileException(Path file, Fault fault, Throwable cause) {
        super(text(file, fault), cause);
        this.file = file;
        this.faults = List.of(fault);
    }

    /// The study file.
    public Path file() {
        return file;
    }

    /// In the order of the file.
    public List<Fault> faults() {
        return faults;
    }

    private static String text(Path file, Fault fault) {
        String place = fault.line() == 0 ? "" : ":" + fault.line() + ":" + fault.column();
        return file + place + ": " + fault.message();
    }
}

package io.tierwise.study;

import io.tierwise.study.StudyFileException.Fault;
import io.tierwise.study.StudyNode.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers what is wrong in a study file, so that all of it is reported at once.
final class Faults {
    private static final int MOST = 100;

    private final Path file;
    private final List<Fault> found = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();

    Faults(Path file) {
        this.file = file;
    }

    /// Something wrong with a value.
    void add(StudyNode at, String message) {
        add(at, at.place(), message);
    }

    /// Something wrong at a place inside a value.
    void add(StudyNode at, Place inside, String message) {
        pointers.add(at.pointer());
        add(inside, message);
    }

    /// Something wrong at a place of its own, such as a key.
    void add(Place at, String message) {
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        var fault = new Fault(at.line(), at.column(), sentence);
        if (found.size() < MOST && !found.contains(fault)) {
            found.add(fault);
        }
    }

    /// Whether something is wrong with the value at a JSON pointer.
    boolean contains(String pointer) {
        return pointers.contains(pointer);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// All of it, for throwing.
    StudyFileException exception() {
        found.sort(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column));
        return new StudyFileException(file, found);
    }

    /// This alone, for throwing where nothing more can be read.
    StudyFileException fatal(Place at, String message) {
        return new StudyFileException(file, List.of(new Fault(at.line(), at.column(), message)));
    }

    StudyFileException fatal(Place at, String message, Throwable cause) {
        return new StudyFileException(file, new Fault(at.line(), at.column(), message), cause);
    }

    /// The file as a whole, for throwing.
    StudyFileException wholeFile(String message) {
        return new StudyFileException(file, List.of(new Fault(0, 0, message)));
    }

    StudyFileException wholeFile(String message, Throwable cause) {
        return new StudyFileException(file, new Fault(0, 0, message), cause);
    }
}

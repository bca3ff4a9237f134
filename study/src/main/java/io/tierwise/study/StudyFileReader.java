package io.tierwise.study;

import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Task;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Topology;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a study file: text, YAML, the meaning of each value, the schema; what is wrong in the last two
/// is reported together.
final class StudyFileReader {
    private static final long LARGEST = 1 << 20;
    private static final double DEFAULT_WORTH = 0.05;
    private static final long DEFAULT_SEED = 7;

    private final Path file;
    private final String text;
    private final Faults faults;
    private final Optional<Whereabouts> where;

    private StudyFileReader(Path file, String text, Faults faults, Optional<Whereabouts> where) {
        this.file = file;
        this.text = text;
        this.faults = faults;
        this.where = where;
    }

    static StudyFile read(Path file) {
        var faults = new Faults(file);
        return new StudyFileReader(file, text(file, faults), faults, Optional.empty()).read();
    }

    static StudyFile read(String text, Whereabouts where) {
        return new StudyFileReader(where.file(), text, new Faults(where.file()), Optional.of(where)).read();
    }

    /// A fault of the value under a key of a file that was read before, for throwing.
    static StudyFileException fault(Path file, String text, String key, String message) {
        var faults = new Faults(file);
        StudyNode document = StudyYaml.read(text, faults);
        StudyNode at = document instanceof Mapping mapping
                ? new Fields(mapping, faults).at(key).orElse(document)
                : document;
        return faults.fatal(at.place(), message);
    }

    private static String text(Path file, Faults faults) {
        try {
            if (!Files.exists(file)) {
                throw faults.wholeFile("there is no such study file"
                        + NearbyFiles.instead(file).orElse(""));
            }
            if (!Files.isRegularFile(file)) {
                throw faults.wholeFile("this is no file; give the study file itself");
            }
            if (Files.size(file) > LARGEST) {
                throw faults.wholeFile("a study file has at most 1Mi, this one has " + Files.size(file) + " bytes");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw faults.wholeFile("this is no text in UTF-8", e);
        } catch (IOException e) {
            throw faults.wholeFile("cannot be read: " + e.getMessage(), e);
        }
    }

    private StudyFile read() {
        StudyNode document = StudyYaml.read(text, faults);
        if (!(document instanceof Mapping mapping)) {
            throw faults.fatal(document.place(), "expected keys such as 'model' and 'data', found " + document.words());
        }
        Optional<StudyFile> read = study(new Fields(mapping, faults));
        StudySchema.published().check(document, faults);
        if (!faults.isEmpty()) {
            throw faults.exception();
        }
        return read.orElseThrow(() -> new IllegalStateException("a study file without faults gave no study: " + file));
    }

    private Optional<StudyFile> study(Fields study) {
        Path beside = file.toAbsolutePath().resolveSibling("").normalize();
        Path dataFolder = where.map(Whereabouts::dataFolder).orElse(beside);
        Optional<Path> model = where.map(Whereabouts::model)
                .or(() -> study.scalar("model")
                        .flatMap(named -> new NearbyFiles(beside, faults).existingFile(named, "model")));
        var nearby = new NearbyFiles(dataFolder, faults, where.isPresent());
        Optional<Path> exits = study.scalar("exits").flatMap(nearby::existing);
        Optional<StudyData> data = study.mapping("data").flatMap(fields -> DataSection.read(fields, nearby));
        Optional<Preprocessing> steps = PreprocessSection.read(study);
        Optional<InputForm> input = study.scalar("input").map(Scalar::text).flatMap(InputForm::ofWord);
        Optional<Task> task =
                TaskSection.read(study, steps.map(Preprocessing::classOffset).orElse(0));
        var tiers = new TierSection(study);
        Optional<Topology> topology = tiers.read();
        List<Strategy> strategies = new StrategySection(study, tiers.names()).read(topology);
        List<Goal> goals = new GoalSection(study, tiers.names()).read();
        double worth =
                study.scalar("worth").flatMap(found -> worth(study, found)).orElse(DEFAULT_WORTH);
        Schedule schedule = ScheduleSection.read(study);
        long seed = study.scalar("seed").flatMap(found -> seed(study, found)).orElse(DEFAULT_SEED);
        if (model.isEmpty() || data.isEmpty() || steps.isEmpty() || topology.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StudyFile(
                file,
                dataFolder,
                text,
                model.get(),
                exits,
                data.get(),
                steps.get(),
                input,
                task,
                topology.get(),
                strategies,
                goals,
                worth,
                schedule,
                seed));
    }

    private static Optional<Double> worth(Fields study, Scalar found) {
        return study.attempt(found, () -> {
            double share = Units.SHARE.read(found.text());
            if (share <= 0 || share >= 1) {
                throw new UnitException("worth must lie between 0% and 100%, found " + found.text());
            }
            return share;
        });
    }

    private static Optional<Long> seed(Fields study, Scalar found) {
        return study.attempt(found, () -> {
            if (!found.text().matches("[-+]?[0-9]{1,18}")) {
                throw new UnitException("the seed is a whole number of at most 18 digits, found " + found.words());
            }
            return Long.parseLong(found.text());
        });
    }
}

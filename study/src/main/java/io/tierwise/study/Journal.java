package io.tierwise.study;

import io.tierwise.deployment.Disturbance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The file `journal.sqlite` of a results folder: everything a study has found, written as it happens.
///
/// Every entry is a transaction of its own in write-ahead mode: killing any process loses at most the
/// trial in flight, and others may read while a study writes. Values that belong together and are only
/// read whole are JSON in one column.
final class Journal implements AutoCloseable {
    /// The file's name inside a results folder.
    static final String FILE = "journal.sqlite";

    /// The fact that holds the warnings, a list of sentences.
    static final String WARNINGS = "warnings";

    private static final String FORMAT = "5";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final Path file;

    private Journal(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
    }

    /// Opens the journal of `folder`, making it if there is none.
    ///
    /// @throws JournalException if it cannot be written or is of another format
    static Journal open(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA busy_timeout = 5000");
                for (String command : schema().split(";", -1)) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
            var journal = new Journal(connection, file);
            journal.checkFormat();
            return journal;
        } catch (SQLException e) {
            throw new JournalException(
                    "Cannot open " + file + ": " + e.getMessage()
                            + ". Is the folder writable, and the file a journal of this version?",
                    e);
        }
    }

    /// Opens an existing journal.
    ///
    /// @throws JournalException if `folder` holds none
    static Journal existing(Path folder) {
        if (!Files.isRegularFile(folder.resolve(FILE))) {
            throw new JournalException(folder + " holds no study: there is no " + FILE
                    + " in it. Name the folder that 'tierwise run STUDY.yaml -o FOLDER' wrote.");
        }
        return open(folder);
    }

    private void checkFormat() {
        String found = fact("format").orElse("");
        if (found.isEmpty()) {
            fact("format", FORMAT);
        } else if (!found.equals(FORMAT)) {
            throw new JournalException(file + " has format " + found + "; this version reads format " + FORMAT
                    + ". Use the version that wrote it, or start a new folder.");
        }
    }

    void fact(String name, String value) {
        write("INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
    }

    Optional<String> fact(String name) {
        return read("SELECT value FROM fact WHERE name = ?", row -> row.getString(1), name).stream()
                .findFirst();
    }

    void factAsJson(String name, Object value) {
        fact(name, JSON.writeValueAsString(value));
    }

    <T> Optional<T> factFromJson(String name, TypeReference<T> type) {
        return fact(name).map(text -> fromJson(text, type));
    }

    /// Adds a sentence to what could not be enforced or was disturbed.
    synchronized void warning(String sentence) {
        List<String> all = new ArrayList<>(
                factFromJson(WARNINGS, new TypeReference<List<String>>() {}).orElse(List.of()));
        if (!all.contains(sentence)) {
            all.add(sentence);
            factAsJson(WARNINGS, all);
        }
    }

    void strategy(int position, StrategyDescription description) {
        write(
                "INSERT INTO strategy (position, name, description) VALUES (?, ?, ?)"
                        + " ON CONFLICT (position) DO UPDATE SET name = excluded.name, description = excluded.description",
                position,
                description.name(),
                JSON.writeValueAsString(description));
    }

    void outcome(String strategy, Outcome outcome) {
        switch (outcome) {
            case Outcome.Completed() -> outcome(strategy, "completed", "", "");
            case Outcome.Unfinished() -> outcome(strategy, "unfinished", "", "");
            case Outcome.Failed(String tier, String reason) -> outcome(strategy, "failed", tier, reason);
        }
    }

    private void outcome(String strategy, String outcome, String tier, String reason) {
        write(
                "UPDATE strategy SET outcome = ?, failed_on = ?, reason = ? WHERE name = ?",
                outcome,
                tier,
                reason,
                strategy);
    }

    /// The strategies in the order of the plan, each with what became of it.
    List<Described> strategies() {
        return read("SELECT description, outcome, failed_on, reason FROM strategy ORDER BY position", row -> {
            var description = fromJson(row.getString(1), new TypeReference<StrategyDescription>() {});
            Outcome outcome = switch (row.getString(2)) {
                case "completed" -> new Outcome.Completed();
                case "failed" -> new Outcome.Failed(row.getString(3), row.getString(4));
                default -> new Outcome.Unfinished();
            };
            return new Described(description, outcome);
        });
    }

    /// A strategy as journalled.
    record Described(StrategyDescription description, Outcome outcome) {}

    void observation(Observation trial) {
        PhaseTimes phases = trial.phases();
        write(
                "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                trial.strategy(),
                trial.purpose().name(),
                trial.round(),
                trial.index(),
                trial.sample(),
                phases.prepareNanos(),
                phases.encodeNanos(),
                phases.wireNanos(),
                phases.queueNanos(),
                phases.runNanos(),
                phases.decodeNanos(),
                phases.answerNanos(),
                trial.bytes(),
                trial.cpuNanos(),
                trial.throttledNanos(),
                trial.prediction(),
                trial.partsRun());
    }

    /// Every trial, in the order they ended.
    List<Observation> observations() {
        return read("SELECT * FROM observation ORDER BY rowid", Journal::observationOf);
    }

    private static Observation observationOf(ResultSet row) throws SQLException {
        var phases = new PhaseTimes(
                row.getLong("prepare_ns"),
                row.getLong("encode_ns"),
                row.getLong("wire_ns"),
                row.getLong("queue_ns"),
                row.getLong("run_ns"),
                row.getLong("decode_ns"),
                row.getLong("answer_ns"));
        return new Observation(
                row.getString("strategy"),
                Observation.Purpose.valueOf(row.getString("purpose")),
                row.getInt("round"),
                row.getInt("position"),
                row.getString("sample"),
                phases,
                row.getLong("bytes"),
                row.getLong("cpu_ns"),
                row.getLong("throttled_ns"),
                row.getString("prediction"),
                row.getInt("parts_run"));
    }

    void opening(Opening opening) {
        write(
                "INSERT INTO opening VALUES (?, ?, ?, ?, ?)",
                opening.strategy(),
                opening.round(),
                opening.tier(),
                opening.loadNanos(),
                opening.firstRunNanos());
    }

    List<Opening> openings() {
        return read(
                "SELECT strategy, round, tier, load_ns, first_run_ns FROM opening ORDER BY rowid",
                row -> new Opening(row.getString(1), row.getInt(2), row.getString(3), row.getLong(4), row.getLong(5)));
    }

    void stop(Stop stop) {
        write(
                "INSERT OR REPLACE INTO stop VALUES (?, ?, ?, ?)",
                stop.strategy(),
                stop.round(),
                stop.kind().name(),
                stop.reason());
    }

    List<Stop> stops() {
        return read(
                "SELECT strategy, round, kind, reason FROM stop ORDER BY rowid",
                row -> new Stop(
                        row.getString(1), row.getInt(2), Stop.Kind.valueOf(row.getString(3)), row.getString(4)));
    }

    /// Writes down that a block was disturbed; where it is to be run again, its trials make room.
    void disturbed(DisturbedBlock block) {
        write(
                "INSERT INTO disturbance VALUES (?, ?, ?, ?, ?, ?)",
                block.strategy(),
                block.purpose().name(),
                block.round(),
                block.ranAgain() ? 1 : 0,
                JSON.writeValueAsString(block.kinds()),
                block.words());
        if (block.ranAgain()) {
            write(
                    "UPDATE observation SET purpose = ? WHERE strategy = ? AND purpose = ? AND round = ?",
                    Observation.Purpose.DISTURBED.name(),
                    block.strategy(),
                    block.purpose().name(),
                    block.round());
        }
    }

    /// Moves the trials of an attempt to run the winner on that was interrupted to rounds below 0.
    void setSustainedAside() {
        write("UPDATE observation SET round = round - 1000000 WHERE purpose = ?", Observation.Purpose.SUSTAINED.name());
    }

    List<DisturbedBlock> disturbances() {
        return read(
                "SELECT strategy, purpose, round, ran_again, kinds, words FROM disturbance ORDER BY rowid",
                row -> new DisturbedBlock(
                        row.getString(1),
                        Observation.Purpose.valueOf(row.getString(2)),
                        row.getInt(3),
                        row.getInt(4) == 1,
                        fromJson(row.getString(5), new TypeReference<List<Disturbance.Kind>>() {}),
                        row.getString(6)));
    }

    void peakMemory(String artefact, long bytes) {
        write("INSERT OR REPLACE INTO memory VALUES (?, ?)", artefact, bytes);
    }

    Optional<Long> peakMemory(String artefact) {
        return read("SELECT peak_bytes FROM memory WHERE artefact = ?", row -> row.getLong(1), artefact).stream()
                .findFirst();
    }

    /// Writes many answers of one chain as one transaction: they are cheap to take again, unlike timed
    /// trials.
    synchronized void answers(String chain, String cpu, List<Answer> answers) {
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)")) {
                for (Answer answer : answers) {
                    bind(statement, chain, cpu, answer.sample(), answer.prediction());
                    statement.addBatch();
                }
                statement.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    List<Answer> answers(String chain, String cpu) {
        return read(
                "SELECT sample, prediction FROM answer WHERE chain = ? AND cpu = ? ORDER BY rowid",
                row -> new Answer(row.getString(1), row.getBytes(2)),
                chain,
                cpu);
    }

    /// What a chain of parts answered for one sample, in data.Prediction's encoding.
    @SuppressWarnings("ArrayRecordComponent") // a value in passing between agent and file, never compared
    record Answer(String sample, byte[] prediction) {}

    void accuracy(String chain, String cpu, Accuracy accuracy) {
        write("INSERT OR REPLACE INTO accuracy VALUES (?, ?, ?)", chain, cpu, JSON.writeValueAsString(accuracy));
    }

    Optional<Accuracy> accuracy(String chain, String cpu) {
        return read(
                        "SELECT value FROM accuracy WHERE chain = ? AND cpu = ?",
                        row -> fromJson(row.getString(1), new TypeReference<Accuracy>() {}),
                        chain,
                        cpu)
                .stream()
                .findFirst();
    }

    void event(String at, String text) {
        write("INSERT INTO event VALUES (?, ?)", at, text);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private synchronized void write(String command, Object... values) {
        try (var statement = connection.prepareStatement(command)) {
            bind(statement, values);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private synchronized <T> List<T> read(String query, RowReader<T> reader, Object... values) {
        try (var statement = connection.prepareStatement(query)) {
            bind(statement, values);
            List<T> rows = new ArrayList<>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private <T> T fromJson(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException e) {
            throw new JournalException(file + " holds an entry that cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private JournalException failure(SQLException e) {
        return new JournalException(
                "The journal " + file + " failed: " + e.getMessage() + ". Is there disk space, and is the file intact?",
                e);
    }

    private static String schema() {
        try (InputStream in = Journal.class.getResourceAsStream("journal.sql")) {
            if (in == null) {
                throw new IllegalStateException("journal.sql is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JournalException("journal.sql cannot be read: " + e.getMessage(), e);
        }
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}

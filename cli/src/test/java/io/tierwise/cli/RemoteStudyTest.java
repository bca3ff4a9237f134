package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.agent.Agent;
import io.tierwise.agent.AgentSettings;
import io.tierwise.agent.Token;
import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small studies of the demo classifier by the command line, with agents that are not their own. The
/// agents live in this process.
class RemoteStudyTest {
    private static final Token TOKEN = Token.random();

    @TempDir
    private Path folder;

    private static Agent agent(String tier, double cpu) {
        return Agent.start(
                new AgentSettings(tier, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TOKEN, cpu, 0, 0));
    }

    private Path studyFile(String tiers) throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        return Files.writeString(folder.resolve("study.yaml"), """
                model: %1$s/classifier.onnx
                data:
                  calibration: {samples: %2$s/calibration-images.idx3.gz, labels: %2$s/calibration-labels.idx1.gz}
                  evaluation: {samples: %2$s/promise-images.idx3.gz, labels: %2$s/promise-labels.idx1.gz}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                %3$s
                goals: [minimize p50, "drop <= 2pp", "memory <= 256Mi"]
                schedule: {least: 2, rounds: 2, block: 3, spacing: 1ms, confirmations: 1}
                """.formatted(
                        demo, demo.resolve("samples").resolve("classifier"), tiers));
    }

    private Path nearAndFar(String address) throws IOException {
        return studyFile("""
                tiers:
                  near: {cpu: 0.5}
                  far: {address: "%s"}
                strategies: [I@far, Q@far, P@near+far]
                """.formatted(address));
    }

    private Ran run(Token token, Path study, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "run";
        arguments[1] = study.toString();
        arguments[2] = "-o";
        arguments[3] = folder.resolve("results").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Ran.with(Map.of(TokenVariable.NAME, token.toHex()), arguments);
    }

    private StudyRecord record() {
        return StudyReader.read(folder.resolve("results"));
    }

    private static void assertComplete(StudyRecord record, Ran ran) {
        assertThat(record.strategies())
                .as(ran.messages())
                .extracting(StrategyRecord::outcome)
                .containsOnly(new Outcome.Completed());
        assertThat(record.strategies()).allSatisfy(strategy -> {
            assertThat(strategy.accuracy()).as(strategy.name()).isPresent();
            assertThat(strategy.accuracy().get().choice()).isBetween(0.8, 1.0);
            assertThat(strategy.peakMemoryBytes()).as(strategy.name()).isPositive();
        });
        assertThat(record.observations())
                .extracting(Observation::purpose)
                .contains(Observation.Purpose.COMPARISON, Observation.Purpose.CONFIRMATION);
    }

    @Test
    void call_localSourceAndAgentElsewhere_answersAndSaysWhatIsDifferent() throws IOException {
        try (Agent far = agent("far", 0)) {
            Ran ran = run(TOKEN, nearAndFar(far.where()));

            assertThat(ran.code()).as(ran.messages()).isIn(ExitCode.OK.code(), ExitCode.INCONCLUSIVE.code());
            assertComplete(record(), ran);
            assertThat(record().links()).containsExactly("near-far: the network between them (real, not shaped)");
            assertThat(record().tiers()).extracting(TierRecord::emulated).containsExactly(true, false);
            assertThat(words(ran.results()))
                    .contains("agent at " + far.where())
                    .contains("1 repetition with freshly opened sessions")
                    .contains("Tier far is served by the agent at " + far.where() + ", one process")
                    .contains("Peak memory of parts on far is taken on this machine")
                    .contains("Cuts for far are chosen by part times of this machine")
                    .doesNotContain("fresh processes on samples");
            assertThat(folder.resolve("results").resolve("report.html"))
                    .content()
                    .contains("freshly opened sessions of agents elsewhere");
        }
    }

    @Test
    void call_everyTierElsewhere_takesAnswersThereAndResumes() throws IOException {
        try (Agent near = agent("near", 0.5);
                Agent far = agent("far", 0)) {
            Path study = studyFile("""
                    tiers:
                      near: {address: "%s"}
                      far: {address: "%s"}
                    strategies: [I@near, Q@far, P@near+far]
                    """.formatted(near.where(), far.where()));
            Ran ran = run(TOKEN, study);

            assertThat(ran.code()).as(ran.messages()).isIn(ExitCode.OK.code(), ExitCode.INCONCLUSIVE.code());
            StudyRecord first = record();
            assertComplete(first, ran);
            assertThat(first.tiers().getFirst().emulated()).isTrue();
            assertThat(first.tiers().getFirst().standing())
                    .startsWith("emulated: ")
                    .contains("0.5 CPU");
            assertThat(run(TOKEN, study, "--resume").code()).isEqualTo(ran.code());
            assertThat(record().observations()).isEqualTo(first.observations());
        }
    }

    @Test
    void call_agentOfAnotherShareThanAtTheBeginning_isNotResumed() throws IOException {
        Path study;
        InetSocketAddress address;
        try (Agent far = agent("far", 0)) {
            address = far.address();
            study = studyFile("tiers: {far: {address: \"127.0.0.1:" + address.getPort() + "\"}}\nstrategies: [I@far]");
            run(TOKEN, study);
        }
        try (Agent far = Agent.start(new AgentSettings("far", address, TOKEN, 0.25, 0, 0))) {
            Ran ran = run(TOKEN, study, "--resume");

            assertThat(ran.code()).as(far.where()).isEqualTo(ExitCode.USAGE.code());
            assertThat(ran.messages()).contains("as tier far", "now emulated");
        }
    }

    @Test
    void call_noToken_isAUsageErrorBeforeAnythingIsRead() throws IOException {
        Ran ran = Ran.of(
                "run",
                nearAndFar("127.0.0.1:7470").toString(),
                "-o",
                folder.resolve("results").toString());

        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.messages()).contains("TIERWISE_TOKEN").doesNotContain("Checking", "\tat ");
    }

    @Test
    void call_anotherToken_isTheEnvironmentsFaultAndWritesNothing() throws IOException {
        try (Agent far = agent("far", 0)) {
            Ran ran = run(Token.random(), nearAndFar(far.where()));

            assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(ran.messages())
                    .contains("tier far: its agent at " + far.where() + " does not take our token")
                    .doesNotContain("--resume", "\tat ");
            assertThat(folder.resolve("results")).isEmptyDirectory();
        }
    }

    @Test
    void call_nobodyListens_isTheEnvironmentsFaultAndSaysWhatToStart() throws IOException {
        Ran ran = run(TOKEN, nearAndFar("127.0.0.1:1"));

        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(ran.messages())
                .contains("tier far: its agent at 127.0.0.1:1 cannot be reached")
                .contains("tierwise agent --name far --listen 127.0.0.1:1")
                .doesNotContain("Checking", "\tat ");
    }

    /// Text as it was before lines were broken.
    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}

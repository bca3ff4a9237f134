package io.tierwise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.tierwise.agent.AgentMain;
import io.tierwise.cli.Main;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who alone may reach outside: the clock, chance, processes, the network, the terminal. Everybody else
/// is given what they need, so that a test can give something else.
@AnalyzeClasses(packages = "io.tierwise", importOptions = ImportOption.DoNotIncludeTests.class)
class EffectsTest {

    private static final Path SOURCES = Path.of("..");
    private static final Pattern FORBIDDEN_IN_TESTS = Pattern.compile("Thread\\.sleep\\(|SECONDS\\.sleep\\(|"
            + "new Random\\(\\)|new SplittableRandom\\(\\)|Math\\.random\\(|ThreadLocalRandom|@Disabled\\b");

    @ArchTest
    static final ArchRule only_the_mains_end_the_process = noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class, AgentMain.class)
            .should()
            .accessTargetWhere(member("java\\.lang\\.(System|Runtime)", "exit|halt"))
            .because("everybody else returns or throws");

    /// A group of processes can be removed only some time after its last process has ended, and a
    /// stranger's time to say who it is cannot be awaited otherwise.
    @ArchTest
    static final ArchRule only_two_wait_by_sleeping = noClasses()
            .that()
            .haveNameNotMatching("io\\.tierwise\\.(deployment\\.GroupFolders\\$Kernel|agent\\.Greeting)")
            .should()
            .accessTargetWhere(member("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit", "sleep"))
            .because("waiting is for an event, and timed waits go through a clock that tests replace");

    @ArchTest
    static final ArchRule only_what_measures_takes_the_time = noClasses()
            .that()
            .resideOutsideOfPackages("io.tierwise.runtime..", "io.tierwise.agent..", "io.tierwise.cli..")
            .should()
            .accessTargetWhere(member("java\\.lang\\.System", "nanoTime"))
            .because("others are given times, or a clock");

    @ArchTest
    static final ArchRule only_the_command_line_looks_at_the_calendar = noClasses()
            .that()
            .resideOutsideOfPackage("io.tierwise.cli..")
            .should()
            .accessTargetWhere(member("java\\.time\\.Clock", "system.*|tick.*"))
            .orShould()
            .accessTargetWhere(member("java\\.lang\\.System", "currentTimeMillis"))
            .orShould()
            .accessTargetWhere(member("java\\.time\\..*", "now").and(parameters(0)))
            .because("others are given a Clock");

    @ArchTest
    static final ArchRule chance_has_a_seed = noClasses()
            .should()
            .accessTargetWhere(
                    member("java\\.util\\.(Splittable)?Random", "<init>").and(parameters(0)))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ThreadLocalRandom.class)
            .orShould()
            .accessTargetWhere(member("java\\.lang\\.Math", "random"))
            .orShould()
            .accessTargetWhere(member("java\\.util\\.random\\.RandomGenerator", "getDefault|of"))
            .orShould()
            .accessTargetWhere(member("java\\.util\\.Collections", "shuffle").and(parameters(1)))
            .because("what is drawn once must be drawn again the same");

    @ArchTest
    static final ArchRule secrets_are_for_agents = noClasses()
            .that()
            .resideOutsideOfPackage("io.tierwise.agent..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom");

    @ArchTest
    static final ArchRule only_processes_write_to_the_terminal = noClasses()
            .that()
            .haveNameNotMatching("io\\.tierwise\\.(agent\\.AgentMain|cli\\.Surroundings)")
            .should()
            .accessTargetWhere(member("java\\.lang\\.System", "out|err"))
            .because("output goes where the caller says");

    @ArchTest
    static final ArchRule only_deployment_starts_processes = noClasses()
            .that()
            .resideOutsideOfPackage("io.tierwise.deployment..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .accessTargetWhere(member("java\\.lang\\.Runtime", "exec"))
            .because("limits are set where processes start");

    @ArchTest
    static final ArchRule only_agents_open_connections = noClasses()
            .that()
            .resideOutsideOfPackage("io.tierwise.agent..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    SocketChannel.class,
                    ServerSocketChannel.class,
                    java.net.Socket.class,
                    java.net.ServerSocket.class,
                    java.net.URLConnection.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..")
            .because("nothing leaves the machine but through an authenticated connection");

    @Test
    void tests_ofEveryModule_neitherSleepNorDrawWithoutSeedNorAreSwitchedOff() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> tests = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> !file.endsWith(EffectsTest.class.getSimpleName() + ".java"))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(50);
            for (Path test : tests) {
                assertThat(Files.readString(test)).as(test.toString()).doesNotContainPattern(FORBIDDEN_IN_TESTS);
            }
        }
    }

    /// Calls, method references and fields alike.
    private static DescribedPredicate<JavaAccess<?>> member(String type, String name) {
        return DescribedPredicate.describe(
                type + "." + name,
                access -> access.getTargetOwner().getName().matches(type)
                        && access.getTarget().getName().matches(name));
    }

    private static DescribedPredicate<JavaAccess<?>> parameters(int count) {
        return DescribedPredicate.describe(
                "with " + count + " parameters",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target
                        && target.getRawParameterTypes().size() == count);
    }
}

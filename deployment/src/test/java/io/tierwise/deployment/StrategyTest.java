package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Identity;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Quantize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

    private static final List<String> TIERS = List.of("mobile", "edge", "cloud");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I@mobile",
                "QE@edge",
                "EQ@edge",
                "QEP@mobile+edge",
                "P(study)@mobile+edge+cloud",
                "P(layer3.2)@mobile+cloud",
                "E(study)P(/layer3/layer3.2/Relu_output_0)@mobile+cloud",
                "P(a+b)@mobile+edge",
                "P(a+b,c)@mobile+edge+cloud",
                "P@mobile(Q)+edge",
                "Q(dynamic)@edge",
                "Q(fp16)P(study)@mobile+edge",
                "P@mobile(Q(fp16))+edge",
                "P@mobile(Q(dynamic)E)+edge(Q(fp16))",
                "P@mobile+cloud+mobile",
                "P@mobile(QE)+edge(Q)"
            })
    void parse_canonicalText_comesBack(String text) {
        assertThat(Strategy.parse(text, TIERS).text()).isEqualTo(text);
    }

    @Test
    void parse_operatorsAndPlaces_keepTheirOrder() {
        Strategy strategy = Strategy.parse(" QE(study)P(a,b)@mobile+edge+cloud ", TIERS);

        assertThat(strategy.operators())
                .containsExactly(new Quantize(), new EarlyExit(EarlyExit.Rule.STUDY), Partition.at("a", "b"));
        assertThat(strategy.tiers()).containsExactly("mobile", "edge", "cloud");
        assertThat(strategy.letters()).isEqualTo("QEP");
        assertThat(strategy.isPartitioned()).isTrue();
    }

    @Test
    void parse_defaultArgumentWritten_isLeftOutOfCanonicalText() {
        assertThat(Strategy.parse("Q(auto)E(skip)@edge").text()).isEqualTo("QE@edge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | 1  | expected an operator",
                "@edge               | 1  | expected an operator",
                "I                   | 2  | expected '@'",
                "I@                  | 3  | expected a tier's name, one of mobile, edge, cloud, found the end",
                "q@edge              | 1  | did you mean 'Q'",
                "X@edge              | 1  | unknown operator 'X'",
                "I@egde              | 3  | did you mean 'edge'",
                "I@router            | 3  | known are mobile, edge, cloud",
                "I@edge,cloud        | 7  | expected '+'",
                "I@edge cloud        | 7  | expected '+'",
                "I@edge+             | 8  | found the end",
                "P(a@mobile+edge     | 2  | expected ')'",
                "P()@mobile+edge     | 1  | empty argument",
                "Q(fp99)@edge        | 1  | fp99",
                "QQ@edge             | 2  | twice",
                "IQ@edge             | 1  | stands alone",
                "QI@edge             | 2  | stands alone",
                "I@mobile+edge       | 10 | need the operator P",
                "P@mobile            | 3  | a tier for each",
                "P@mobile+mobile     | 10 | two parts in a row",
                "P(a)@mobile+edge+cloud | 1 | makes 2 parts; found 3 tiers",
                "P(a,b)@mobile+edge  | 1  | makes 3 parts; found 2 tiers",
                "QP@mobile(Q)+edge   | 11 | already applied",
                "P@mobile(QQ)+edge   | 11 | already applied",
                "P@mobile+edge(I)    | 15 | leave it out",
                "P@mobile()+edge     | 10 | expected an operator",
                "P@mobile(Q+edge     | 11 | expected an operator or ')'",
                "I@mobile(Q)         | 10 | stand before '@'"
            })
    void parse_fault_isMarkedAtItsColumn(String text, int column, String expected) {
        assertThatThrownBy(() -> Strategy.parse(text, TIERS))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("column " + column + ":")
                .hasMessageEndingWith("\n  " + " ".repeat(column - 1) + "^");
    }

    @Test
    void parse_overlongText_isRefused() {
        assertThatThrownBy(() -> Strategy.parse("P(" + "a".repeat(5000) + ")@mobile+edge"))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("at most 4096");
    }

    @Test
    void new_brokenRule_namesTheStrategy() {
        assertThatThrownBy(() -> new Strategy(List.of(new Identity()), List.of(Place.on("a"), Place.on("b"))))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("'I@a+b'");
    }

    @Test
    void parse_anyStrategy_comesBackEqual() {
        for (long seed = 0; seed < 500; seed++) {
            Strategy strategy = random(new Random(seed));
            assertThat(Strategy.parse(strategy.text(), TIERS))
                    .as("seed %d", seed)
                    .isEqualTo(strategy);
        }
    }

    @Test
    void parse_anyText_isReadOrRefusedWithAColumn() {
        String alphabet = "IQEPq@+(),. medge01";
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(24), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
            try {
                Strategy read = Strategy.parse(text.toString());
                assertThat(Strategy.parse(read.text())).as("seed %d", seed).isEqualTo(read);
            } catch (StrategyException e) {
                assertThat(e.column())
                        .as("seed %d: %s", seed, text)
                        .isBetween(1, text.toString().strip().length() + 1);
            } catch (TopologyException e) {
                assertThat(e).as("seed %d: %s", seed, text).hasMessageContaining("tier's name");
            }
        }
    }

    private static Strategy random(Random random) {
        List<Operator> pool = new ArrayList<>(List.of(
                new Quantize(), new EarlyExit(List.of(EarlyExit.Rule.values()).get(random.nextInt(3)))));
        Collections.shuffle(pool, random);
        List<Operator> operators = new ArrayList<>(pool.subList(0, random.nextInt(3)));
        List<Operator> left = new ArrayList<>(pool);
        left.removeAll(operators);
        if (random.nextBoolean()) {
            if (operators.isEmpty()) {
                operators.add(new Identity());
            }
            return new Strategy(operators, List.of(Place.on(TIERS.get(random.nextInt(3)))));
        }
        List<Place> places = places(random, left);
        operators.add(partition(random, places.size() - 1));
        return new Strategy(operators, places);
    }

    private static List<Place> places(Random random, List<Operator> left) {
        List<Place> places = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        while (places.size() < count) {
            String tier = TIERS.get(random.nextInt(3));
            if (places.isEmpty() || !places.getLast().tier().equals(tier)) {
                places.add(new Place(tier, random.nextInt(4) == 0 ? left : List.of()));
            }
        }
        return places;
    }

    private static Partition partition(Random random, int cuts) {
        return switch (random.nextInt(3)) {
            case 0 -> new Partition();
            case 1 -> Partition.study();
            default ->
                Partition.at(IntStream.range(0, cuts)
                        .mapToObj(i -> "/layer" + i + "/Relu:" + random.nextInt(9))
                        .toArray(String[]::new));
        };
    }
}

package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I",
                "Q",
                "Q(s8s8,entropy,equalize,correct-bias)",
                "Q(percentile=99.5)",
                "Q(u8s8)",
                "Q(s8s8)",
                "Q(dynamic)",
                "Q(fp16)",
                "Q(float)",
                "E",
                "E(study)",
                "E(skip,1pp)",
                "E(int8)",
                "E(int8,0.5%)",
                "E(exit)",
                "E(exit,1pp)",
                "E(exit,0.5%)",
                "E(exit,2%,relu_4,relu_9)",
                "E(exit,relu_4)",
                "E(exit,labels)",
                "E(exit,1pp,labels,relu_4)",
                "P",
                "P(fp32)",
                "P(u8)",
                "P(study)",
                "P(/layer3/Add_output_0)",
                "P(a,b)",
                "P(a+b)",
                "P(a+b,c+d+e)",
                "P(a+b,u8,c,fp16-zstd)"
            })
    void parse_canonicalText_printsTheSameText(String text) {
        assertThat(Operators.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Q(auto);Q",
                "Q(u8s8,minmax);Q(u8s8)",
                "E(skip);E",
                "E(exit,1.0pp);E(exit,1pp)",
                "E(exit,1pp,network);E(exit,1pp)",
                "E(int8,auto);E(int8)"
            })
    void parse_defaultWrittenOut_equalsTheDefault(String text, String canonical) {
        assertThat(Operators.parse(text)).isEqualTo(Operators.parse(canonical)).hasToString(canonical);
    }

    @Test
    void parseSequence_severalOperators_keepsTheirOrder() {
        assertThat(Operators.parseSequence("QE(study)P( a , b )"))
                .containsExactly(new Quantize(), new EarlyExit(EarlyExit.Rule.STUDY), Partition.at("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X|unknown operator 'X'",
                "Q(s4)|Q takes a scheme",
                "E(late)|E takes a rule (study, skip, exit, int8)",
                "E(study,1pp)|E(study) skips two blocks whatever that costs",
                "E(skip,1%)|counted in points of the score",
                "E(skip,relu_4)|E(skip) takes no tensors, found relu_4",
                "E(int8,1pp,relu_4)|E(int8) takes a scheme (auto,",
                "E(int8,1pp,u8s8,relu_4)|E(int8) takes a scheme",
                "E(skip,labels)|E(skip) fits no heads to labels",
                "E(exit,0pp)|lies between 0 and 100",
                "I(1)|I takes no argument",
                "P(a|no ')'",
                "P(a,,b)|empty argument",
                "P(a,a)|twice"
            })
    void parse_malformed_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Operators.parse(text))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(message);
    }

    @Test
    void parse_nothing_isRefused() {
        assertThatThrownBy(() -> Operators.parseSequence("")).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> Operators.parse("QE")).hasMessageContaining("expected one operator");
        assertThat(List.of(new Identity())).isEqualTo(Operators.parseSequence("I"));
    }

    @Test
    void parse_codecWords_belongToTheCutBeforeThem() {
        for (String text :
                List.of("P(a,u8)", "P(u8-lz4)", "P(study,fp16)", "P(a,u8,b,u8-channel-zstd)", "P(a,b,fp32-lz4)")) {
            assertThat(Operators.parse(text).text()).isEqualTo(text);
        }
        assertThat(Operators.parse("P(u8,a,b,fp16)").text()).isEqualTo("P(a,u8,b,fp16)");
        assertThat(Operators.parse("P(a,fp32)")).isEqualTo(Partition.at("a"));
        assertThat(Operators.parse("P(study,fp32)")).isEqualTo(Partition.study());
        assertThat(Operators.parse("P(fp32)")).isNotEqualTo(new Partition());
        assertThatThrownBy(() -> Operators.parse("P(a,u8,fp16)"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("two codecs for one cut");
    }
}

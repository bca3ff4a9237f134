package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {

    @Test
    void parse_loopback_needsNoConsent() {
        assertThat(ListenAddress.parse("127.0.0.1:7470", false).getPort()).isEqualTo(7470);
        assertThat(ListenAddress.parse("[::1]:0", false).getAddress().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void parse_beyondThisMachine_needsConsent() {
        assertThatThrownBy(() -> ListenAddress.parse("0.0.0.0:7470", false)).hasMessageContaining("--remote");
        assertThat(ListenAddress.parse("0.0.0.0:7470", true).getPort()).isEqualTo(7470);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7470", ":7470", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "h:-1"})
    void parse_noHostAndPort_isQuoted(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}

package io.tierwise.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that agents of one study and their controller share; it is proved, never sent.
///
/// Both ends of a connection answer the other's nonce with an HMAC-SHA-256 under the token. That keeps
/// strangers out; it does not encrypt what follows, so agents listen on loopback unless told otherwise.
public final class Token {

    static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    private Token(byte[] secret) {
        this.secret = secret;
    }

    /// A new token.
    public static Token random() {
        return new Token(nonce());
    }

    /// A token from its 64 hexadecimal digits.
    public static Token parse(String hex) {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a token is 64 hexadecimal digits; this is not hexadecimal", e);
        }
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(
                    "a token is 64 hexadecimal digits, found " + hex.strip().length());
        }
        return new Token(secret);
    }

    /// Its 64 hexadecimal digits, to be handed to an agent by environment or standard input, never by
    /// an argument that every user of the machine can read.
    public String toHex() {
        return HexFormat.of().formatHex(secret);
    }

    @Override
    public String toString() {
        return "Token[secret]";
    }

    static byte[] nonce() {
        byte[] nonce = new byte[BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /// Proof of knowing the token, bound to the other's nonce, our direction and what we said of ourselves.
    byte[] prove(String direction, byte[] nonce, String claim) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(direction.getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(4).putInt(nonce.length).flip());
            mac.update(nonce);
            mac.update(claim.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    boolean isProof(byte[] found, String direction, byte[] nonce, String claim) {
        return MessageDigest.isEqual(Arrays.copyOf(found, found.length), prove(direction, nonce, claim));
    }
}

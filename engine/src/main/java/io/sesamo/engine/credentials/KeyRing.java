package io.sesamo.engine.credentials;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.EngineException.Code;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that credentials are encrypted with: the first writes, all read. AES-256 in
 * Galois/Counter Mode (NIST SP 800-38D) with a random nonce of 96 bits for each text, good for 2^32
 * texts a key, and with whose it is authenticated beside it: a text that was moved to another row
 * does not open. Thread-safe.
 */
public final class KeyRing {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** Of the SHA-256 of a key: enough to tell an operator's keys apart. */
  private static final int ID_BYTES = 4;

  private final Map<String, SecretKey> keys;
  private final String first;
  private final SecureRandom random;

  private KeyRing(Map<String, SecretKey> keys, SecureRandom random) {
    this.keys = Map.copyOf(keys);
    this.first = keys.keySet().iterator().next();
    this.random = random;
  }

  /**
   * The keys of a file: one a line, 64 hexadecimal digits each; empty lines and those that begin
   * with {@code #} do not count.
   *
   * @param title of the file, for messages
   * @throws EngineException when it holds no key, or something else; without saying what
   */
  public static KeyRing of(String title, String text, SecureRandom random) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        SecretKey key = key(title + ", line " + number, line);
        keys.putIfAbsent(id(key), key);
      }
    }
    if (keys.isEmpty()) {
      throw new EngineException(
          Code.USER, title + " holds no key. Write one into it: openssl rand -hex 32");
    }
    return new KeyRing(keys, random);
  }

  /** A key that nobody has kept: what it encrypts can be read by this process alone. */
  public static KeyRing ofThisProcess(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return of("a new key", HexFormat.of().formatHex(bytes), random);
  }

  private static SecretKey key(String where, String line) {
    if (!line.matches("[0-9a-fA-F]{" + 2 * KEY_BYTES + "}")) {
      throw new EngineException(
          Code.USER,
          where + ": a key has 64 hexadecimal digits. Make one with: openssl rand -hex 32");
    }
    return new SecretKeySpec(HexFormat.of().parseHex(line), "AES");
  }

  private static String id(SecretKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The id of the key that writes. */
  String writes() {
    return first;
  }

  boolean has(String keyId) {
    return keys.containsKey(keyId);
  }

  /**
   * Encrypts with the first key.
   *
   * @param whose is needed to read it again
   */
  String seal(String text, String whose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, first, nonce, whose);
      byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, all, NONCE_BYTES, encrypted.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** What was encrypted; empty when it was changed since, or is not what it is taken for. */
  Optional<String> open(String keyId, String sealed, String whose) {
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, keyId, Arrays.copyOf(all, NONCE_BYTES), whose);
      byte[] text = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException changed) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce, String whose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKey key = keys.get(keyId);
    if (key == null) {
      throw new IllegalArgumentException("no key " + keyId);
    }
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(whose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}

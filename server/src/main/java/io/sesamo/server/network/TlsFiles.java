package io.sesamo.server.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key in PEM files (RFC 7468).
 *
 * @param certificate the server's own, then those that vouch for it
 * @param key PKCS#8, without a password: RSA or elliptic curve
 */
public record TlsFiles(Path certificate, Path key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Nobody sees the store: it is never written anywhere. */
  static final String STORE_PASSWORD = "in memory only";

  /**
   * Reads both.
   *
   * @throws IOException which file is wrong, how, and what to do
   */
  public KeyStore read() throws IOException {
    List<Certificate> chain = chain();
    PrivateKey secret = secret();
    PublicKey published = chain.getFirst().getPublicKey();
    try {
      if (!belongTogether(secret, published)) {
        throw new IOException(key + " is not the key of the certificate in " + certificate + ".");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", secret, STORE_PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(key + " and " + certificate + " cannot be used: " + e.getMessage(), e);
    }
  }

  private List<Certificate> chain() throws IOException {
    byte[] text = bytes(certificate);
    try {
      List<Certificate> chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(text)));
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      // said below
    }
    throw new IOException(certificate + " holds no certificate in PEM (BEGIN CERTIFICATE).");
  }

  private PrivateKey secret() throws IOException {
    Matcher found = KEY.matcher(new String(bytes(key), StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IOException(
          key
              + " holds no key of the kind BEGIN PRIVATE KEY. One of another kind is turned into it"
              + " by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (String kind : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (GeneralSecurityException e) {
        // perhaps it is of the next kind
      }
    }
    throw new IOException(key + " holds no RSA key, and none of an elliptic curve.");
  }

  private static boolean belongTogether(PrivateKey secret, PublicKey published)
      throws GeneralSecurityException {
    if (!secret.getAlgorithm().equals(published.getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance(
            secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    byte[] message = {1, 2, 3};
    signature.initSign(secret);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(published);
    signature.update(message);
    return signature.verify(signed);
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is not there.", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read by the server's user.", e);
    }
  }
}

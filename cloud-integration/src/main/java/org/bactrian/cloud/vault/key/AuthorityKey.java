package org.bactrian.cloud.vault.key;

import java.security.PublicKey;

/**
 * A key of an authority.
 *
 * @param id id to sign with, with the version of the key
 * @param publicKey its public half
 */
public record AuthorityKey(String id, PublicKey publicKey) {}

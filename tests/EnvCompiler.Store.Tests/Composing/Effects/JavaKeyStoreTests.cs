using System.Buffers.Binary;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Tests.Support;

namespace EnvCompiler.Store.Tests.Composing.Effects;

public sealed class JavaKeyStoreTests : IDisposable
{
    private readonly StoreFixture store = new();

    [Fact]
    public async Task A_root_with_Javas_certificates_package_has_a_key_store_of_all_certificates()
    {
        store.Add(new DebBuilder("ca-certificates").With(data => data
            .File("./usr/share/ca-certificates/b/Two.crt", "-----BEGIN CERTIFICATE-----\nAgIC\n-----END CERTIFICATE-----\n")
            .File("./usr/share/ca-certificates/a/One_=CA=.crt", "-----BEGIN CERTIFICATE-----\nAQEB\n-----END CERTIFICATE-----\n")
            .File("./usr/share/ca-certificates/a/none.crt", "this is no certificate\n")));
        store.Add(new DebBuilder("ca-certificates-java").With(data => data.File("./usr/share/ca-certificates-java/x.jar", "")));

        var bytes = await File.ReadAllBytesAsync(Path.Combine((await store.RootAsync()).Path, JavaKeyStore.Path));

        Assert.Equal(JavaKeyStore.Bytes([("debian:one_=ca=.pem", [1, 1, 1]), ("debian:two.pem", [2, 2, 2])]), bytes);
        Assert.Equal(0xfeedfeed, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)));
    }

    [Fact]
    public async Task A_root_without_it_has_none()
    {
        store.Add(new DebBuilder("ca-certificates").With(data => data
            .File("./usr/share/ca-certificates/b/Two.crt", "-----BEGIN CERTIFICATE-----\nAgIC\n-----END CERTIFICATE-----\n")));

        Assert.False(File.Exists(Path.Combine((await store.RootAsync()).Path, JavaKeyStore.Path)));
    }

    // The bytes of a key store that keytool has emptied.
    [Fact]
    public void An_empty_key_store_is_keytools() =>
        Assert.Equal("FEEDFEED0000000200000000E2686E45FB43DFA4D992DD41CEB6B21C6330D792", Convert.ToHexString(JavaKeyStore.Bytes([])));

    public void Dispose() => store.Dispose();
}

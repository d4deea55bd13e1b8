using EnvCompiler.Run.Activation.Namespace;
using EnvCompiler.Run.Tests.Activation.Drivers;

namespace EnvCompiler.Run.Tests.Activation.Namespace;

public sealed class CertificateBundleTests
{
    private const string Mine = "-----BEGIN CERTIFICATE-----\nmine\n-----END CERTIFICATE-----";

    [Theory]
    [InlineData("usr/local/share/ca-certificates/company/ours.crt")]
    [InlineData("etc/pki/ca-trust/source/anchors/ours.pem")]
    [InlineData("etc/pki/trust/anchors/ours.crt")]
    [InlineData("etc/ca-certificates/trust-source/anchors/ours.crt")]
    public void Certificates_that_the_administrator_added_follow_the_roots(string place)
    {
        using var host = Root();
        host.Text(place, Mine);
        Assert.Equal($"theirs\n{Mine}\n", CertificateBundle.Compose(host.Root, host.At("root")));
    }

    [Fact]
    public void Without_any_or_without_a_bundle_there_is_nothing_to_compose()
    {
        using var host = Root();
        host.Text("usr/local/share/ca-certificates/README.txt", Mine);
        host.Text("usr/local/share/ca-certificates/binary.crt", "0\u0082");
        Assert.Null(CertificateBundle.Compose(host.Root, host.At("root")));
        host.Text("usr/local/share/ca-certificates/ours.crt", Mine);
        Assert.Null(CertificateBundle.Compose(host.Root, host.At("another root")));
    }

    private static FakeHost Root()
    {
        var host = new FakeHost();
        host.Text("root" + CertificateBundle.Place, "theirs\n");
        return host;
    }
}

using System.Text;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Tests.Distribution;

public sealed class ManifestContentTests
{
    private static readonly Descriptor s_empty = Descriptor.Of(MediaTypes.Empty, "{}"u8);

    [Fact]
    public void The_bytes_of_a_manifest_are_canonical()
    {
        var manifest = new OciManifest
        {
            ArtifactType = "application/vnd.example",
            Config = s_empty,
            Layers = [],
            Annotations = new(StringComparer.Ordinal) { ["b"] = "<2>", ["a"] = "1" },
        };
        Assert.Equal(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.example","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[],"annotations":{"a":"1","b":"<2>"}}""",
            Encoding.UTF8.GetString(ManifestContent.Of(manifest).Content));
    }

    [Fact]
    public void A_manifest_of_another_maker_is_read_with_keys_that_are_not_ours()
    {
        var text = """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2,"urls":[]},"layers":[],"x":1}""";
        var manifest = new ManifestContent(MediaTypes.Manifest, Encoding.UTF8.GetBytes(text)).ReadManifest("it").Value;
        Assert.Equal(("a/b", null), (manifest.KindOfArtifact(), manifest.ArtifactType));
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"config":{"mediaType":"a/b","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}""", "it says that it is")]
    [InlineData("""{"layers":[],"layers":[]}""", "")]
    [InlineData("""{"layers":[]}""", "missing required")]
    [InlineData("""{"config":{"mediaType":"a/b","digest":"sha256:x","size":2},"layers":[]}""", "no digest")]
    [InlineData("""{"config":{"mediaType":"a/b","digest":7,"size":2},"layers":[]}""", "")]
    [InlineData("""{"config":null,"layers":[]}""", "")]
    [InlineData("not json", "")]
    [InlineData("", "")]
    public void What_is_no_manifest_is_refused(string text, string reason)
    {
        var problem = Assert.Single(new ManifestContent(MediaTypes.Manifest, Encoding.UTF8.GetBytes(text)).ReadManifest("it").Diagnostics);
        Assert.Equal("ENVC1013", problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", true)]
    [InlineData("sha256:44136FA355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", false)]
    [InlineData("sha256:44136", false)]
    [InlineData("sha512:27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c2046ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd", true)]
    public void A_digest_is_of_a_known_algorithm_and_whole(string text, bool isDigest)
    {
        Assert.Equal(isDigest, Digest.TryParse(text, out var digest));
        Assert.Equal(isDigest, isDigest && digest.IsOf("{}"u8));
    }
}

using System.Net;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Surveying;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Surveying;

public sealed class ScriptSurveyTests : IDisposable
{
    private const string Unknown = "#!/bin/sh\nfrobnicate\n";

    private readonly StoreFixture fixture = new();

    [Fact]
    public async Task Every_package_gets_its_verdict_and_the_unknown_and_the_missed_are_warned_of()
    {
        fixture.Add(new DebBuilder("plain"));
        fixture.Add(new DebBuilder("parsed").Control("postinst", "#!/bin/sh\n[ -e /etc/x ] || mkdir /etc/x\n"));
        fixture.Add(new DebBuilder("unknown").Control("preinst", Unknown));
        fixture.Add(new DebBuilder("skipped").Control("postinst", "#!/bin/sh\nmktexlsr /usr/share/texmf\n"));
        fixture.Add(new DebBuilder("gone").Locked([]));

        var result = await Survey(fixture.Mirror);

        Assert.Equal(
            ["gone Unread", "parsed Parsed", "plain None", "skipped Parsed", "unknown Unknown"],
            result.Value.Select(package => $"{package.Id.Split('/')[1]} {package.Verdict}"));
        Assert.Equal(["directory /etc/x: ! test -e /etc/x"], result.Value[1].Effects);
        Assert.Equal(["frobnicate"], result.Value[4].Unknown.Single().Commands);
        Assert.Equal(["ENVC0312", "ENVC0311", "ENVC0306"], result.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.False(Directory.Exists(fixture.Store.Objects));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.PartialContent)]
    public async Task Only_the_head_of_a_package_is_read_and_more_of_it_where_scripts_are_large(HttpStatusCode status)
    {
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        var deb = new DebBuilder("large").Control("postinst", Unknown).Control("templates", Convert.ToBase64String(noise)).With(data => data.File("./usr/big", new string('x', 4 << 20)));
        var package = deb.Locked([]);
        using var server = new RangeServer(deb.Build(), status);

        var survey = new ScriptSurvey(fixture.Store, new PosixFileOperations(), server, TimeProvider.System);
        var result = await survey.SurveyAsync([package], [FakeMirror.Base], CancellationToken.None);

        Assert.Equal(ScriptVerdict.Unknown, result.Value.Single().Verdict);
        Assert.Equal(["bytes=0-32767", "bytes=0-524287"], server.Ranges);
    }

    [Fact]
    public async Task A_damaged_head_is_reported()
    {
        var deb = new DebBuilder("damaged");
        fixture.Mirror.Serve(FakeMirror.Base, fixture.Add(deb.Locked([])).Path, deb.Build()[..100]);

        var package = Assert.Single((await Survey(fixture.Mirror)).Value);

        Assert.Equal(ScriptVerdict.Unread, package.Verdict);
        Assert.Contains("cut off", package.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_store_has_is_read_there()
    {
        fixture.Add(new DebBuilder("unknown").Control("postinst", Unknown));
        await fixture.RealiseAsync();
        using var nothing = new FakeMirror();

        var package = Assert.Single((await Survey(nothing)).Value);

        Assert.Equal(ScriptVerdict.Unknown, package.Verdict);
        Assert.Empty(nothing.Requests);
    }

    public void Dispose() => fixture.Dispose();

    private Task<EnvCompiler.Model.Diagnostics.Result<IReadOnlyList<SurveyedPackage>>> Survey(FakeMirror mirror) =>
        new ScriptSurvey(fixture.Store, new PosixFileOperations(), mirror, TimeProvider.System)
            .SurveyAsync(fixture.Lock.Packages.Values, [FakeMirror.Base], CancellationToken.None);

    private sealed class RangeServer(byte[] content, HttpStatusCode status) : HttpMessageHandler
    {
        public List<string> Ranges { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var range = request.Headers.Range!.Ranges.Single();
            Ranges.Add($"{request.Headers.Range}");
            var body = status == HttpStatusCode.OK ? content : content[..(int)Math.Min(content.Length, range.To!.Value + 1)];
            return Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) });
        }
    }
}

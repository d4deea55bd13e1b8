using System.Net;
using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Host.Network;

namespace EnvCompiler.Host.Tests.Network;

/// <summary>A host that no connection can be made to is given up soon, for all files; a hiccup is survived.</summary>
public sealed class UnreachableHostTests : IDisposable
{
    private static readonly HttpLimits Defaults = new();

    private readonly HurriedClock clock = new();
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> hosts = [];
    private readonly List<string> asked = [];
    private readonly Network network;
    private readonly HttpFetcher fetcher;

    public UnreachableHostTests()
    {
        network = new Network(this);
        fetcher = new HttpFetcher(network, clock);
    }

    public static TheoryData<string, HttpRequestError, SocketError, string> Outages => new()
    {
        { "no name server", HttpRequestError.NameResolutionError, SocketError.TryAgain, "no name server answers" },
        { "no such name", HttpRequestError.NameResolutionError, SocketError.HostNotFound, "no name server knows this host" },
        { "no route", HttpRequestError.ConnectionError, SocketError.NetworkUnreachable, "" },
        { "nobody listens", HttpRequestError.ConnectionError, SocketError.ConnectionRefused, "" },
    };

    public void Dispose()
    {
        fetcher.Dispose();
        network.Dispose();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_host_out_of_reach_is_tried_for_two_seconds_whatever_the_number_of_its_files(
        string what, HttpRequestError error, SocketError socket, string says)
    {
        hosts["a"] = _ => throw NoWay(error, socket);
        for (var i = 0; i < 100; i++)
        {
            var result = await FetchAsync($"http://a/{i}");
            Assert.Equal(FetchOutcome.Unreachable, result.Outcome);
            Assert.Contains($"`http://a/{i}`: {says}", result.Problem!.Message, StringComparison.Ordinal);
        }

        Assert.True(clock.Elapsed == Defaults.Outage, $"{what}: {clock.Elapsed}");
        Assert.Equal(["http://a/0", "http://a/0", "http://a/0", "http://a/0"], asked);
    }

    [Fact]
    public async Task A_hiccup_of_more_than_a_second_is_survived_by_all_that_run_into_it()
    {
        hosts["a"] = _ => clock.Elapsed < TimeSpan.FromSeconds(1.2) ? throw NoWay(HttpRequestError.NameResolutionError, SocketError.TryAgain) : Ok();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => FetchAsync($"http://a/{i}")));
        Assert.All(results, result => Assert.Equal(FetchOutcome.Fetched, result.Outcome));
    }

    [Fact]
    public async Task Outages_do_not_add_up_over_answers()
    {
        hosts["a"] = _ => asked.Count % 2 == 0 ? Ok() : throw NoWay(HttpRequestError.ConnectionError, SocketError.ConnectionRefused);
        for (var i = 0; i < 100; i++)
            Assert.Equal(FetchOutcome.Fetched, (await FetchAsync($"http://a/{i}")).Outcome);
    }

    [Fact]
    public async Task Where_nobody_says_no_the_first_try_that_waits_is_the_last()
    {
        hosts["a"] = _ =>
        {
            clock.Pass(TimeSpan.FromSeconds(10));
            throw new TaskCanceledException("", new TimeoutException());
        };
        for (var i = 0; i < 10; i++)
            Assert.Contains("no connection in time", (await FetchAsync($"http://a/{i}")).Problem!.Message, StringComparison.Ordinal);
        Assert.Single(asked);
    }

    [Fact]
    public async Task A_try_that_waits_in_vain_while_others_are_answered_says_nothing_of_the_host()
    {
        hosts["a"] = request =>
        {
            if (asked.Count != 1)
                return Ok();
            var other = FetchAsync("http://a/other");
            clock.Pass(TimeSpan.FromSeconds(10));
            Assert.Equal(FetchOutcome.Fetched, FetchAsync("http://a/another").GetAwaiter().GetResult().Outcome);
            throw new TaskCanceledException("", new TimeoutException());
        };
        Assert.Equal(FetchOutcome.Fetched, (await FetchAsync("http://a/x")).Outcome);
        Assert.Equal(["http://a/x", "http://a/other", "http://a/another", "http://a/x"], asked);
    }

    [Fact]
    public async Task Hosts_and_ports_are_given_up_one_by_one()
    {
        hosts["a"] = _ => throw NoWay(HttpRequestError.ConnectionError, SocketError.ConnectionRefused);
        hosts["a:8080"] = _ => Ok();
        hosts["b"] = _ => Ok();
        Assert.Equal(FetchOutcome.Unreachable, (await FetchAsync("http://a/x")).Outcome);
        Assert.Equal(FetchOutcome.Fetched, (await FetchAsync("http://b/x")).Outcome);
        Assert.Equal(FetchOutcome.Fetched, (await FetchAsync("http://a:8080/x")).Outcome);
    }

    [Fact]
    public async Task A_host_that_leads_elsewhere_is_not_given_up_for_whom_it_names()
    {
        hosts["a"] = request =>
        {
            if (request.RequestUri!.AbsolutePath == "/there")
                return Ok();
            // As the redirecting handler does.
            request.RequestUri = new Uri("http://b/x");
            throw NoWay(HttpRequestError.NameResolutionError, SocketError.HostNotFound);
        };
        Assert.Equal(FetchOutcome.Unreachable, (await FetchAsync("http://a/gone")).Outcome);
        Assert.Equal(FetchOutcome.Fetched, (await FetchAsync("http://a/there")).Outcome);
    }

    private static HttpRequestException NoWay(HttpRequestError error, SocketError socket) => new(error, "no way", new SocketException((int)socket));

    private static HttpResponseMessage Ok() => new(HttpStatusCode.OK) { Content = new ByteArrayContent([1]) };

    private Task<FetchResult<int>> FetchAsync(string address) =>
        fetcher.FetchAsync(new FetchRequest(new Uri(address)), (body, _) => Task.FromResult(body.ReadByte()), default);

    private sealed class Network(UnreachableHostTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (test.asked)
                test.asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(test.hosts[request.RequestUri!.Authority](request));
        }
    }
}

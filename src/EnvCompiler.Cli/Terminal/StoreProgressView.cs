using System.Threading;
using EnvCompiler.Store;

namespace EnvCompiler.Cli.Terminal;

/// <summary>
/// The store's progress: on a terminal one line with a bar that is redrawn in place, elsewhere one plain line when a phase that has something
/// to do begins.
/// </summary>
/// <param name="userInterface">Where to draw.</param>
/// <param name="time">Clock; a bar is redrawn at most ten times a second.</param>
public sealed class StoreProgressView(UserInterface userInterface, TimeProvider time) : IProgress<StoreProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);

    // Reports come from the threads that fetch and unpack.
    private readonly Lock drawing = new();
    private readonly Dictionary<StorePhase, StoreProgress> latest = [];
    private readonly HashSet<StorePhase> announced = [];
    private long drawnAt;
    private bool drawn;

    /// <inheritdoc/>
    public void Report(StoreProgress value)
    {
        lock (drawing)
        {
            latest[value.Phase] = value;
            if (!userInterface.IsTerminal)
                Announce(value);
            else if (!drawn || time.GetElapsedTime(drawnAt) >= s_redraw || value.Done == value.Total)
                Draw();
        }
    }

    /// <summary>Leaves the terminal's line empty.</summary>
    public void Dispose()
    {
        lock (drawing)
        {
            if (drawn)
                userInterface.Error.Write("\r\e[K");
            drawn = false;
        }
    }

    private void Announce(StoreProgress value)
    {
        if (value.Total > 0 && announced.Add(value.Phase))
            userInterface.Say($"{Verb(value.Phase)} {Count(value.Total)}{(value.TotalBytes > 0 ? $", {ByteSize.Of(value.TotalBytes)}" : "")}");
    }

    private void Draw()
    {
        var shown = latest.Values.Where(progress => progress.Total > 0).OrderBy(progress => progress.Phase).LastOrDefault();
        if (shown is null)
            return;
        var share = shown.TotalBytes > 0 ? (double)shown.Bytes / shown.TotalBytes : (double)shown.Done / shown.Total;
        var filled = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        var bytes = shown.TotalBytes > 0 ? $"  {ByteSize.Of(shown.Bytes)} of {ByteSize.Of(shown.TotalBytes)}" : "";
        userInterface.Error.Write(
            $"\r\e[K{Verb(shown.Phase),-9} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {shown.Done}/{shown.Total}{bytes}");
        drawn = true;
        drawnAt = time.GetTimestamp();
    }

    private static string Verb(StorePhase phase) => phase switch
    {
        StorePhase.Fetch => "fetching",
        StorePhase.Unpack => "unpacking",
        StorePhase.Compose => "composing",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    private static string Count(int packages) => packages == 1 ? "1 package" : $"{packages} packages";
}

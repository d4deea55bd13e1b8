namespace EnvCompiler.TestKit.Crashes;

/// <summary>Which part of what was not synced a crash takes. One drawn from a seed decides anew for every entry and every content.</summary>
public sealed class Loss
{
    private readonly Func<Random, bool> takesEntry;
    private readonly Func<Random, bool> takesContent;
    private readonly int seed;

    private Loss(string name, int seed, Func<Random, bool> takesEntry, Func<Random, bool> takesContent)
    {
        Name = name;
        this.seed = seed;
        this.takesEntry = takesEntry;
        this.takesContent = takesContent;
    }

    /// <summary>What a report calls it.</summary>
    public string Name { get; }

    /// <summary>Those that every crash is tried with, and some that are drawn.</summary>
    /// <param name="drawn">How many.</param>
    public static IReadOnlyList<Loss> All(int drawn) =>
    [
        new("nothing is lost", 0, _ => false, _ => false),
        new("all is lost", 0, _ => true, _ => true),
        new("contents are lost", 1, _ => false, _ => true),
        new("names are lost", 0, _ => true, _ => false),
        .. Enumerable.Range(2, drawn).Select(seed => new Loss($"drawn with seed {seed}", seed, random => random.Next(2) == 0, random => random.Next(2) == 0)),
    ];

    /// <summary>The decisions of one crash.</summary>
    internal Draw Begin() => new(this, new Random(seed));

    /// <summary>One crash.</summary>
    internal sealed class Draw(Loss loss, Random random)
    {
        /// <summary>Whether a change of a directory is lost.</summary>
        public bool TakesEntry() => loss.takesEntry(random);

        /// <summary>Which permission bits are left.</summary>
        public UnixFileMode Left(Node node) => node.Mode != node.DurableMode && loss.takesContent(random) ? node.DurableMode : node.Mode;

        /// <summary>What is left of a file: what is on disk, and of the rest all, nothing, a part, or zeros of its length.</summary>
        public byte[] Left(FileNode file)
        {
            var content = file.Content.ToArray();
            if (file.DurableLength == content.Length || !loss.takesContent(random))
                return content;
            switch (random.Next(3))
            {
                case 0:
                    return content[..file.DurableLength];
                case 1:
                    return content[..random.Next(file.DurableLength, content.Length)];
                default:
                    content.AsSpan(file.DurableLength).Clear();
                    return content;
            }
        }
    }
}

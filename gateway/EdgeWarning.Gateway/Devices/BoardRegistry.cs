using System.Collections.Frozen;
using System.Security.Cryptography;
using Dapper;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Boards that were added, or all the reasons why none was.</summary>
public sealed record AddOutcome(IReadOnlyList<Board> Added, IReadOnlyList<Fault> Faults);

/// <summary>
/// The boards of this gateway. Questions are answered from a snapshot in memory (every message asks); changes go through the store, and a change
/// that a command line made beside a running gateway is found by <see cref="RefreshIfChanged"/>.
/// </summary>
public sealed class BoardRegistry
{
    /// <summary>0.2 mm, the usual bucket. Source: GB/T 21978.2 type gauges.</summary>
    private const int UsualTipMicrometres = 200;

    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private volatile Snapshot _snapshot;

    public BoardRegistry(Database database, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _snapshot = Load();
    }

    /// <summary>The list has changed. On any thread; must not block.</summary>
    public event Action? Changed;

    /// <summary>All boards by id.</summary>
    public IReadOnlyList<Board> All => _snapshot.Boards;

    public Board? Find(string id) => _snapshot.ById.TryGetValue(id, out Entry? entry) ? entry.Board : null;

    /// <summary>A board has this id, or had it and was retired.</summary>
    public bool IsTaken(string id) => _database.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM boards WHERE id = @id", new { id })) > 0;

    /// <summary>A name that no board has or had: its kind and a number.</summary>
    public string FreeId(string kind)
    {
        int number = All.Count(board => board.Kind == kind) + 1;
        while (IsTaken($"{kind}-{number}"))
        {
            number++;
        }

        return $"{kind}-{number}";
    }

    /// <summary>The board's secret; null when there is no such board. Never log it.</summary>
    public byte[]? KeyOf(string id) => _snapshot.ById.TryGetValue(id, out Entry? entry) ? entry.Key : null;

    /// <summary>What the board's place asks of its settings.</summary>
    public Site SiteOf(string id) => _snapshot.ById.TryGetValue(id, out Entry? entry) ? entry.Site : Site.None;

    /// <summary>Whom the private broker lets in.</summary>
    public IReadOnlyCollection<BrokerUser> BrokerUsers => _snapshot.Users;

    /// <summary>Adds boards: all of them or, when anything is wrong with one, none.</summary>
    public async Task<AddOutcome> Add(IReadOnlyList<NewBoard> boards, Actor by, CancellationToken stopping = default)
    {
        Fault[] faults = [.. boards.SelectMany(board => BoardCheck.FaultsOf(board).Select(fault => Fault.Of("board.of", $"{board.Id}: {fault}")))];
        if (faults.Length > 0)
        {
            return new AddOutcome([], faults);
        }

        AddOutcome outcome = await _database.Write((db, transaction) => Insert(db, transaction, boards, by), stopping);
        if (outcome.Added.Count > 0)
        {
            Refresh();
        }

        return outcome;
    }

    /// <summary>Adds what a CSV list names (<see cref="BoardList"/>): all of it, or nothing and every fault with its line.</summary>
    public async Task<AddOutcome> Import(TextReader csv, Actor by, CancellationToken stopping = default)
    {
        BoardListReading list = BoardList.Read(csv);
        return list.Faults.Count > 0 ? new AddOutcome([], list.Faults) : await Add(list.Boards, by, stopping);
    }

    /// <summary>
    /// Puts a new board in the place of one that serves: same id, same history, new key. What the old one still says is refused from now on.
    /// </summary>
    /// <param name="changed">Settings of the place that are other than before.</param>
    /// <param name="tipMicrometres">Of its new bucket; null = as before.</param>
    public async Task<AddOutcome> Replace(string id, Site changed, Actor by, int? tipMicrometres = null, CancellationToken stopping = default)
    {
        if (Find(id) is not { } board)
        {
            return new AddOutcome([], [Fault.Of("board.gone", $"there is no board {id} that serves")]);
        }

        Site site = SiteOf(id).With(changed);
        IReadOnlyList<Fault> faults = BoardCheck.FaultsOf(new NewBoard { Id = id, Kind = board.Kind, Village = board.Village, Site = site, TipMicrometres = tipMicrometres });
        if (faults.Count > 0)
        {
            return new AddOutcome([], faults);
        }

        byte[] key = RandomNumberGenerator.GetBytes(Credentials.KeyBytes);
        string password = BrokerPassword.Hash(Credentials.MqttPassword(key));
        await Change(AuditAct.Of("board replaced"), id, by, "UPDATE boards SET key = @key, broker_password = @password, site = @site, tip_um = coalesce(@tip, tip_um), key_ms = @now WHERE id = @id", key, password, $"{site}", tipMicrometres, stopping);
        return new AddOutcome([Find(id) ?? board], []);
    }

    /// <summary>Ends a board's service: it is refused from now on, its key is destroyed, its history stays and its id is never given again.</summary>
    public async Task<AddOutcome> Retire(string id, Actor by, CancellationToken stopping = default)
    {
        if (Find(id) is not { } board)
        {
            return new AddOutcome([], [Fault.Of("board.gone", $"there is no board {id} that serves")]);
        }

        byte[] nobodysKey = RandomNumberGenerator.GetBytes(Credentials.KeyBytes);
        await Change(AuditAct.Of("board retired"), id, by, "UPDATE boards SET key = @key, broker_password = @password, site = @site, retired_ms = @now WHERE id = @id", nobodysKey, "", "", null, stopping);
        return new AddOutcome([board], []);
    }

    /// <summary>Takes up changes that another process made; true when there were any.</summary>
    public bool RefreshIfChanged()
    {
        long version = _database.Read(db => db.ExecuteScalar<long>("SELECT version FROM boards_version"));
        if (version == _snapshot.Version)
        {
            return false;
        }

        Refresh();
        return true;
    }

    private void Refresh()
    {
        _snapshot = Load();
        Changed?.Invoke();
    }

    private async Task Change(AuditAct act, string id, Actor by, string sql, byte[] key, string password, string site, int? tip, CancellationToken stopping)
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await _database.Write(
            (db, transaction) =>
            {
                _audit.Append(db, transaction, new AuditEntry(by, act, id));
                return db.Execute(sql, new { id, key, password, site, tip, now }, transaction);
            },
            stopping);
        Refresh();
    }

    private AddOutcome Insert(SqliteConnection db, SqliteTransaction transaction, IReadOnlyList<NewBoard> boards, Actor by)
    {
        var retired = db.Query<string>("SELECT id FROM boards WHERE retired_ms IS NOT NULL", transaction: transaction).ToHashSet(StringComparer.Ordinal);
        var taken = db.Query<string>("SELECT id FROM boards", transaction: transaction).ToHashSet(StringComparer.Ordinal);
        Fault[] faults = [.. boards.Where(board => !taken.Add(board.Id)).Select(board =>
            retired.Contains(board.Id) ? Fault.Of("board.retired", $"{board.Id}: a board of this id was retired, and its history keeps the name; take another") : Fault.Of("board.taken", $"{board.Id}: there is a board with this id already"))];
        if (faults.Length > 0)
        {
            return new AddOutcome([], faults);
        }

        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var added = new List<Board>(boards.Count);
        foreach (NewBoard board in boards)
        {
            byte[] key = board.Key ?? RandomNumberGenerator.GetBytes(Credentials.KeyBytes);
            int? tip = board.TipMicrometres ?? (BoardKinds.MeasuresRain(board.Kind) ? UsualTipMicrometres : null);
            long number = db.ExecuteScalar<long>(
                """
                INSERT INTO boards(id, kind, village, village_name, latitude, longitude, tip_um, key, broker_password, added_ms, site)
                VALUES(@Id, @Kind, @Village, @VillageName, @Latitude, @Longitude, @tip, @key, @password, @now, @site) RETURNING number
                """,
                new
                {
                    board.Id,
                    board.Kind,
                    board.Village,
                    board.VillageName,
                    board.Latitude,
                    board.Longitude,
                    tip,
                    key,
                    password = BrokerPassword.Hash(Credentials.MqttPassword(key)),
                    now,
                    site = $"{board.Site}",
                },
                transaction);
            added.Add(new Board(number, board.Id, board.Kind, board.Village, board.VillageName, board.Latitude, board.Longitude, tip, now));
        }

        string subject = added.Count == 1 ? added[0].Id : $"{added.Count} boards";
        _audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("board added"), subject, string.Join(' ', added.Take(100).Select(board => board.Id))));
        return new AddOutcome(added, []);
    }

    private Snapshot Load() => _database.Read(db =>
    {
        long version = db.ExecuteScalar<long>("SELECT version FROM boards_version");
        List<Row> rows = db.Query<Row>(
            """
            SELECT number, id, kind, village, village_name AS VillageName, latitude, longitude, tip_um AS TipMicrometres,
                   added_ms AS AddedMs, key, broker_password AS BrokerPassword, site
            FROM boards WHERE retired_ms IS NULL ORDER BY id
            """).AsList();
        return new Snapshot(
            version,
            [.. rows.Select(row => row.ToBoard())],
            rows.ToFrozenDictionary(row => row.Id, row => new Entry(row.ToBoard(), row.Key, Site.Parse(row.Site)), StringComparer.Ordinal),
            [.. rows.Select(row => new BrokerUser(row.Id, row.BrokerPassword))]);
    });

    private sealed class Row
    {
        public long Number { get; init; }

        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Village { get; init; } = "";

        public string VillageName { get; init; } = "";

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }

        public long? TipMicrometres { get; init; }

        public long AddedMs { get; init; }

        public byte[] Key { get; init; } = [];

        public string BrokerPassword { get; init; } = "";

        public string Site { get; init; } = "";

        public Board ToBoard() => new(Number, Id, Kind, Village, VillageName, Latitude, Longitude, TipMicrometres, AddedMs);
    }

    private sealed class Entry(Board board, byte[] key, Site site)
    {
        public Board Board { get; } = board;

        public byte[] Key { get; } = key;

        public Site Site { get; } = site;
    }

    private sealed class Snapshot(
        long version, IReadOnlyList<Board> boards, FrozenDictionary<string, Entry> byId, IReadOnlyCollection<BrokerUser> users)
    {
        public long Version { get; } = version;

        public IReadOnlyList<Board> Boards { get; } = boards;

        public FrozenDictionary<string, Entry> ById { get; } = byId;

        public IReadOnlyCollection<BrokerUser> Users { get; } = users;
    }
}

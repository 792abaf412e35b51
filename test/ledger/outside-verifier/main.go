// Command outside-verifier checks what Countersign writes with golang.org/x/mod/sumdb/{note,tlog}: software that nobody here wrote.
//
// It reads a JSON list of cases from standard input and writes a JSON list of answers: "" for what verifies, else why not.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type testCase struct {
	Kind          string   // "checkpoint", "cosigned", "inclusion", "consistency" or "tiles"
	Key           string   // the log's vkey
	Checkpoint    string   // signed note
	Witness       string   // cosigned: the witness's vkey, of type 4
	Older         string   // consistency: the earlier signed note
	Index         int64    // inclusion: the entry's place
	Leaf          []byte   // inclusion: the entry's bytes
	Proof         [][]byte // inclusion, consistency
	Address       string   // tiles: where the tile API is
	Authorization string   // tiles: the header to send
	Indexes       []int64  // tiles: entries to prove
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]string, len(cases))
	for i, c := range cases {
		if err := check(c); err != nil {
			answers[i] = err.Error()
		}
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}

func check(c testCase) error {
	tree, err := open(c.Checkpoint, c.Key)
	if err != nil {
		return err
	}
	switch c.Kind {
	case "checkpoint":
		return nil
	case "cosigned":
		return checkCosigned(c)
	case "inclusion":
		proof, err := hashes(c.Proof)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(proof, tree.N, tree.Hash, c.Index, tlog.RecordHash(c.Leaf))
	case "consistency":
		older, err := open(c.Older, c.Key)
		if err != nil {
			return err
		}
		proof, err := hashes(c.Proof)
		if err != nil {
			return err
		}
		return tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash)
	case "tiles":
		return checkTiles(c, tree)
	}
	return fmt.Errorf("no such kind of case: %q", c.Kind)
}

// open verifies the note and reads the head of c2sp.org/tlog-checkpoint: origin, size, base64 root.
func open(text, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkCosigned has note.Open verify the log's signature and the witness's (c2sp.org/tlog-cosignature) on one checkpoint.
func checkCosigned(c testCase) error {
	log, err := note.NewVerifier(c.Key)
	if err != nil {
		return err
	}
	witness, err := newCosigner(c.Witness)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(c.Checkpoint), note.VerifierList(log, witness))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 2 || opened.Sigs[1].Name != witness.name {
		return fmt.Errorf("%d signatures verified", len(opened.Sigs))
	}
	return nil
}

// cosigner is a note.Verifier of timestamped Ed25519 cosignatures.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("not a vkey: %q", vkey)
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, fmt.Errorf("not a cosigner's vkey: %q", vkey)
	}
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(key)))
	hash := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("the vkey has another hash: %q", vkey)
	}
	return &cosigner{parts[0], hash, key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig[:8]), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func hashes(proof [][]byte) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(proof))
	for i, bytes := range proof {
		if len(bytes) != tlog.HashSize {
			return nil, fmt.Errorf("hash %d of the proof has %d bytes", i, len(bytes))
		}
		copy(list[i][:], bytes)
	}
	return list, nil
}

// checkTiles reads the log as a client of c2sp.org/tlog-tiles: tlog authenticates every tile against the signed root, and each entry's
// bytes, from its bundle, must have the leaf hash that is in the tree. With an older checkpoint, its tree must be this one's beginning.
func checkTiles(c testCase, tree tlog.Tree) error {
	reader := &tileReader{address: c.Address, authorization: c.Authorization}
	stored := tlog.TileHashReader(tree, reader)
	for _, index := range c.Indexes {
		proof, err := tlog.ProveRecord(tree.N, index, stored)
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		leaf, err := reader.entry(tree, index)
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	if c.Older == "" {
		return nil
	}
	older, err := open(c.Older, c.Key)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, older.N, stored)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash)
}

const height = 8

type tileReader struct{ address, authorization string }

func (r *tileReader) Height() int { return height }

func (r *tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		// tlog writes tile/HEIGHT/…; tlog-tiles fixes the height and leaves it out.
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		bytes, err := r.get(path)
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

// entry reads one entry out of its bundle: each entry stands behind its big-endian uint16 length.
func (r *tileReader) entry(tree tlog.Tree, index int64) ([]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: index >> height, W: 1 << height}
	if left := tree.N - tile.N<<height; left < 1<<height {
		tile.W = int(left)
	}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
	bundle, err := r.get(path)
	if err != nil {
		return nil, err
	}
	for place := index & (1<<height - 1); ; place-- {
		if len(bundle) < 2 {
			return nil, fmt.Errorf("the bundle ends early")
		}
		end := 2 + int(bundle[0])<<8 + int(bundle[1])
		if len(bundle) < end {
			return nil, fmt.Errorf("the bundle ends inside an entry")
		}
		if place == 0 {
			return bundle[2:end], nil
		}
		bundle = bundle[end:]
	}
}

func (r *tileReader) get(path string) ([]byte, error) {
	request, err := http.NewRequest("GET", r.address+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", r.authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}
